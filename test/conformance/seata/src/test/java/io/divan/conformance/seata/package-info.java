/** What Seata's own, unmodified client library sees of a Divan server. */
@NullMarked
package io.divan.conformance.seata;

import org.jspecify.annotations.NullMarked;
