/** What unmodified nacos-clients are promised; run once for each version. */
@NullMarked
package io.divan.conformance.nacos;

import org.jspecify.annotations.NullMarked;
