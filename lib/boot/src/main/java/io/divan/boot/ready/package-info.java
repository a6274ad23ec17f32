/** Whether everything is there that the application cannot work without. */
@NullMarked
package io.divan.boot.ready;

import org.jspecify.annotations.NullMarked;
