package io.divan.boot.rpc;

import io.divan.boot.DivanReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.AutowireCandidateResolver;

/** Suggests a reference wherever {@link DivanReference} asks for one, else what Spring would. */
final class ReferenceResolver implements AutowireCandidateResolver {
  private final AutowireCandidateResolver spring;
  private final Supplier<References> references;

  ReferenceResolver(AutowireCandidateResolver spring, Supplier<References> references) {
    this.spring = spring;
    this.references = references;
  }

  @Override
  public @Nullable Object getSuggestedValue(DependencyDescriptor descriptor) {
    DivanReference how = descriptor.getAnnotation(DivanReference.class);
    return how == null
        ? spring.getSuggestedValue(descriptor)
        : references.get().service(descriptor.getDependencyType(), how);
  }

  @Override
  public boolean isAutowireCandidate(BeanDefinitionHolder bean, DependencyDescriptor descriptor) {
    return spring.isAutowireCandidate(bean, descriptor);
  }

  @Override
  public boolean isRequired(DependencyDescriptor descriptor) {
    return spring.isRequired(descriptor);
  }

  @Override
  public boolean hasQualifier(DependencyDescriptor descriptor) {
    return spring.hasQualifier(descriptor);
  }

  @Override
  public @Nullable String getSuggestedName(DependencyDescriptor descriptor) {
    return spring.getSuggestedName(descriptor);
  }

  @Override
  public @Nullable Object getLazyResolutionProxyIfNecessary(
      DependencyDescriptor descriptor, @Nullable String beanName) {
    return spring.getLazyResolutionProxyIfNecessary(descriptor, beanName);
  }

  @Override
  public @Nullable Class<?> getLazyResolutionProxyClass(
      DependencyDescriptor descriptor, @Nullable String beanName) {
    return spring.getLazyResolutionProxyClass(descriptor, beanName);
  }

  @Override
  public AutowireCandidateResolver cloneIfNecessary() {
    return new ReferenceResolver(spring.cloneIfNecessary(), references);
  }
}
