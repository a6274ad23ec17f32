/** What applications with xxl-job-core see of a server. */
@NullMarked
package io.divan.conformance.xxljob;

import org.jspecify.annotations.NullMarked;
