/** Services of this application for others, and of others for this one. */
@NullMarked
package io.divan.boot.rpc;

import org.jspecify.annotations.NullMarked;
