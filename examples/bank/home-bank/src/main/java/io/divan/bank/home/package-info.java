/** The home bank: its accounts, and every debit once. */
@NullMarked
package io.divan.bank.home;

import org.jspecify.annotations.NullMarked;
