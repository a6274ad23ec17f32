/** The partner banks: their accounts, and every credit once. */
@NullMarked
package io.divan.bank.partner;

import org.jspecify.annotations.NullMarked;
