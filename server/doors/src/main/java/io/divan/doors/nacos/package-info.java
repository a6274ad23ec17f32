/**
 * The door for Nacos clients: gRPC for the 2.x and 3.x clients, and the HTTP paths that they and
 * curl use.
 *
 * <p>Sources: nacos-api and nacos-client 2.0.3, 2.5.1 and 3.1.1 as published.
 */
@NullMarked
package io.divan.doors.nacos;

import org.jspecify.annotations.NullMarked;
