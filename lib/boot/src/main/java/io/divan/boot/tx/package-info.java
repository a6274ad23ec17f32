/**
 * Global transactions by an unmodified seata-all, whose state is per process: of several contexts
 * in one process, the last one started says where the server is.
 */
@NullMarked
package io.divan.boot.tx;

import org.jspecify.annotations.NullMarked;
