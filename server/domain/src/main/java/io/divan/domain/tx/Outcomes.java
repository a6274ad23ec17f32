package io.divan.domain.tx;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * How recent transactions ended: two bits for each id, in blocks. A transaction that is neither
 * active nor here nor older than what is remembered never got as far as owing anything: it counts
 * as rolled back (presumed abort; Mohan, Lindsay and Obermarck, "Transaction management in the R*
 * distributed database management system", 1986).
 */
final class Outcomes {
  private static final int BLOCK_BITS = 12;
  private static final int BLOCK_BYTES = (1 << BLOCK_BITS) / 4;
  private static final TxStatus[] MEANINGS = {
    TxStatus.UNKNOWN, TxStatus.COMMITTED, TxStatus.ROLLED_BACK, TxStatus.TIMEOUT_ROLLED_BACK
  };

  private final int maxBlocks;
  private final TreeMap<Long, byte[]> blocks = new TreeMap<>();

  /**
   * @param remembered about how many ids
   */
  Outcomes(int remembered) {
    this.maxBlocks = Math.max(2, remembered >> BLOCK_BITS);
  }

  /** How a transaction ended; UNKNOWN if it has not, or that is forgotten. */
  TxStatus of(long id) {
    byte[] block = blocks.get(id >> BLOCK_BITS);
    if (block == null) {
      return TxStatus.UNKNOWN;
    }
    return MEANINGS[(block[byteOf(id)] >> shiftOf(id)) & 3];
  }

  /** Whether a transaction of that id would be remembered if it had ended. */
  boolean reachesBackTo(long id) {
    return blocks.size() < maxBlocks || id >> BLOCK_BITS >= blocks.firstKey();
  }

  void put(long id, TxStatus outcome) {
    int meaning = Arrays.asList(MEANINGS).indexOf(outcome);
    if (meaning < 1) {
      throw new IllegalArgumentException(outcome + " is no outcome");
    }
    byte[] block = blocks.computeIfAbsent(id >> BLOCK_BITS, number -> new byte[BLOCK_BYTES]);
    int others = block[byteOf(id)] & ~(3 << shiftOf(id));
    block[byteOf(id)] = (byte) (others | meaning << shiftOf(id));
    while (blocks.size() > maxBlocks) {
      blocks.pollFirstEntry();
    }
  }

  private static int byteOf(long id) {
    return (int) (id & ((1 << BLOCK_BITS) - 1)) / 4;
  }

  private static int shiftOf(long id) {
    return (int) (id & 3) * 2;
  }

  /** Visits copies of the blocks, oldest first. */
  void forEachBlock(BiConsumer<Long, byte[]> visitor) {
    blocks.forEach((number, bits) -> visitor.accept(number, bits.clone()));
  }

  void restore(long number, byte[] bits) {
    blocks.put(number, Arrays.copyOf(bits, BLOCK_BYTES));
  }

  void clear() {
    blocks.clear();
  }
}
