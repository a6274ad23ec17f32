package io.divan.domain.registry;

import io.divan.kernel.session.SessionId;
import java.util.Optional;

/**
 * An instance as an operator sees it.
 *
 * @param owner the session it goes with; none for a persistent one
 * @param overruled whether an operator's word stands over its client's
 */
public record RegisteredInstance(Instance instance, Optional<SessionId> owner, boolean overruled) {}
