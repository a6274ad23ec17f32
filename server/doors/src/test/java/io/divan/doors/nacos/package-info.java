/** What is promised to Nacos clients. */
@NullMarked
package io.divan.doors.nacos;

import org.jspecify.annotations.NullMarked;
