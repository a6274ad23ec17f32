/** Registry and configuration: our server under the load of an unmodified nacos-client. */
@NullMarked
package io.divan.bench.registry;

import org.jspecify.annotations.NullMarked;
