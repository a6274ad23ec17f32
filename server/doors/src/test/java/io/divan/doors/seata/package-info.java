/** What is promised to Seata clients. */
@NullMarked
package io.divan.doors.seata;

import org.jspecify.annotations.NullMarked;
