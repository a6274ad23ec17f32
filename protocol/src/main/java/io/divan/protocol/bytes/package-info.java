/** A growing, bounded run of bytes that the encoders write to. */
@NullMarked
package io.divan.protocol.bytes;

import org.jspecify.annotations.NullMarked;
