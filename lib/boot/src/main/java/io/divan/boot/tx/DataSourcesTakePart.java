package io.divan.boot.tx;

import io.divan.boot.DivanProperties;
import io.divan.boot.DivanProperties.DataSources;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds unless {@code divan.tx.data-sources} is {@code none}. */
final class DataSourcesTakePart implements Condition {
  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return DivanProperties.of(context.getEnvironment()).tx().dataSources() != DataSources.NONE;
  }
}
