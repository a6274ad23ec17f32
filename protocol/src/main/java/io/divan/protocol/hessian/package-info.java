/**
 * Objects as bytes and back in the draft grammar of Hessian 2, for the types of an allow-list only.
 *
 * <p>The draft is what Bolt peers speak (com.alipay.sofa:hessian 3.x, forked from Hessian 3.1.3);
 * it is not the final Hessian 2 grammar and the two do not mix. A class is never looked up by a
 * name from the wire: names are looked up in {@link io.divan.protocol.hessian.HessianTypes}, which
 * is built beforehand from classes at hand, and any other name is refused.
 */
@NullMarked
package io.divan.protocol.hessian;

import org.jspecify.annotations.NullMarked;
