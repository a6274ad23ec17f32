/** Global transactions: our coordinator beside Seata's. */
@NullMarked
package io.divan.bench.tx;

import org.jspecify.annotations.NullMarked;
