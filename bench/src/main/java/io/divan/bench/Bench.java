package io.divan.bench;

import io.divan.bench.frame.Case;
import io.divan.bench.frame.Comparison;
import io.divan.bench.frame.Plan;
import io.divan.bench.registry.RegistryCase;
import io.divan.bench.rpc.RpcCase;
import io.divan.bench.tx.TxCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code ./divan bench NAME [--quick]}. */
public final class Bench {
  private Bench() {}

  /**
   * Runs it.
   *
   * @param args the case, and {@code --quick} for a short run that says little
   */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(System.getProperty("divan.root", "")).toAbsolutePath();
    List<Case> cases = List.of(new RpcCase(root), new TxCase(root), new RegistryCase(root));
    Case wanted = null;
    boolean quick = false;
    for (String arg : args) {
      quick |= arg.equals("--quick");
      for (Case c : cases) {
        wanted = c.name().equals(arg) ? c : wanted;
      }
    }
    if (wanted == null) {
      System.err.println(
          "usage: bench NAME [--quick], NAME one of " + cases.stream().map(Case::name).toList());
      System.exit(2);
      return;
    }
    boolean complete = new Comparison(root, quick ? Plan.QUICK : Plan.FULL, System.out).run(wanted);
    System.exit(complete ? 0 : 1);
  }
}
