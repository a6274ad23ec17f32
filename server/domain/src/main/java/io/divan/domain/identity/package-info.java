/** Users, what they may do, their keys and tokens, and the namespaces: one model for every door. */
@NullMarked
package io.divan.domain.identity;

import org.jspecify.annotations.NullMarked;
