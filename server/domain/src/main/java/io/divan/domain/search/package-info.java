/** Lists that are searched with wildcards and read page by page. */
@NullMarked
package io.divan.domain.search;

import org.jspecify.annotations.NullMarked;
