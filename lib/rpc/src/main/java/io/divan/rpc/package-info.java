/** Calls between applications: names, addresses, errors, contexts; what client and server share. */
@NullMarked
package io.divan.rpc;

import org.jspecify.annotations.NullMarked;
