package io.divan.protocol.hessian;

/**
 * What one message may cost its reader, whatever its lengths say.
 *
 * @param depth how deep objects may nest
 * @param values how many values a message may hold, references counted with what they lead to when
 *     they become keys
 * @param keyWeight how many values a key of a map or an element of a set may consist of: hashing it
 *     visits them all, and with references a few bytes can stand for billions
 */
public record HessianLimits(int depth, int values, int keyWeight) {
  /** Deeper than real objects go, shallower than a stack of 512 KiB. */
  public static final HessianLimits DEFAULT = new HessianLimits(256, 1_000_000, 10_000);
}
