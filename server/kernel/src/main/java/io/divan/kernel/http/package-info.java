/** Small HTTP/1.1 on Netty: bounded requests, routes contributed by whoever owns them. */
@NullMarked
package io.divan.kernel.http;

import org.jspecify.annotations.NullMarked;
