/**
 * The replicated log: commands go in, are made durable by consensus, and are applied in order to
 * the machines hosted on it. The only package that knows SOFAJRaft.
 */
@NullMarked
package io.divan.kernel.log;

import org.jspecify.annotations.NullMarked;
