/** The main job in one command: everything started, every order executed, the ledgers audited. */
@NullMarked
package io.divan.bank.demo;

import org.jspecify.annotations.NullMarked;
