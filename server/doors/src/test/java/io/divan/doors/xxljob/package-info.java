/** What is promised to Seata clients. */
@NullMarked
package io.divan.doors.xxljob;

import org.jspecify.annotations.NullMarked;
