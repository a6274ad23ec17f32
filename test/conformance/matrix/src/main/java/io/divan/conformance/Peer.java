package io.divan.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says which unmodified peer a test class proves something about; each of its tests becomes a row
 * in the compatibility page.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MatrixExtension.class)
public @interface Peer {
  /** What it is a peer of: {@code nacos}, {@code seata}, {@code sofa-rpc}. */
  String peer();

  /** The artifact and the part it plays: {@code sofa-rpc-all client}. */
  String client();

  /** {@code ${name}} for the value of that system property, where a class is run for several. */
  String version();
}
