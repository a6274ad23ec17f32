/** What tests of applications and of Divan itself start instead of a server process. */
@NullMarked
package io.divan.testkit;

import org.jspecify.annotations.NullMarked;
