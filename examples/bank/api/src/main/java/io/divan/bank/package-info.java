/** What the bank's applications ask of each other: three services and what they speak of. */
@NullMarked
package io.divan.bank;

import org.jspecify.annotations.NullMarked;
