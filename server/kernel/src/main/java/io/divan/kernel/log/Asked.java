package io.divan.kernel.log;

import com.alipay.sofa.jraft.Closure;

/** Whoever has handed an entry to JRaft on this node and waits for what comes of it. */
interface Asked extends Closure {
  void answer(Outcome outcome);
}
