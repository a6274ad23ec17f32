/** What every contender of a bench has in common: the load, and the data sent. */
@NullMarked
package io.divan.bench.load;

import org.jspecify.annotations.NullMarked;
