/** Executors of XXL-JOB register here, and are called from here. */
@NullMarked
package io.divan.doors.xxljob;

import org.jspecify.annotations.NullMarked;
