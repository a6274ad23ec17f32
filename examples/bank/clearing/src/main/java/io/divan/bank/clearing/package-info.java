/** Clearing: each order as one global transaction over both ledgers. */
@NullMarked
package io.divan.bank.clearing;

import org.jspecify.annotations.NullMarked;
