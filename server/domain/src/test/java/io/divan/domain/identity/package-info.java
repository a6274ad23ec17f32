/** What is promised of identities. */
@NullMarked
package io.divan.domain.identity;

import org.jspecify.annotations.NullMarked;
