/** Statements that Seata's library has understood once, so that it need not again. */
@NullMarked
package io.divan.boot.sql;

import org.jspecify.annotations.NullMarked;
