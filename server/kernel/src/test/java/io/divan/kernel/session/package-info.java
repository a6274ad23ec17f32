/** What is promised of sessions. */
@NullMarked
package io.divan.kernel.session;

import org.jspecify.annotations.NullMarked;
