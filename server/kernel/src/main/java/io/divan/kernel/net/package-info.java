/** Sockets: where the server listens, how many connections it takes, and what it tells clients. */
@NullMarked
package io.divan.kernel.net;

import org.jspecify.annotations.NullMarked;
