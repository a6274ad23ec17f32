/** What peers keep in their databases, brought to a server. */
@NullMarked
package io.divan.migration;

import org.jspecify.annotations.NullMarked;
