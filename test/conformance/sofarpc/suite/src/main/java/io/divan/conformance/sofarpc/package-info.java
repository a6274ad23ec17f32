/** SOFARPC's unmodified client and server against ours. */
@NullMarked
package io.divan.conformance.sofarpc;

import org.jspecify.annotations.NullMarked;
