package io.divan.bench;

import io.divan.bench.frame.Case;
import io.divan.bench.frame.Comparison;
import io.divan.bench.frame.Plan;
import io.divan.bench.guard.GuardCase;
import io.divan.bench.jobs.JobsCase;
import io.divan.bench.registry.RegistryCase;
import io.divan.bench.rpc.RpcCase;
import io.divan.bench.tx.TxCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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
    Map<String, Case> cases = new TreeMap<>();
    for (Case each :
        List.of(
            new RpcCase(root),
            new GuardCase(root),
            new TxCase(root),
            new RegistryCase(root),
            new JobsCase(root))) {
      cases.put(each.name(), each);
    }
    List<String> words = new ArrayList<>(List.of(args));
    boolean help = words.contains("--help") || words.contains("-h");
    Plan plan = words.remove("--quick") ? Plan.QUICK : Plan.FULL;
    Case wanted = words.size() == 1 ? cases.get(words.get(0)) : null;
    if (help || wanted == null) {
      if (!help) {
        System.err.println("divan bench: not understood: " + String.join(" ", args));
      }
      (help ? System.out : System.err).print(usage(cases.keySet()));
      System.exit(help ? 0 : 2);
      return;
    }
    System.exit(new Comparison(root, plan, System.out).run(wanted) ? 0 : 1);
  }

  private static String usage(Set<String> names) {
    return """
    Usage: divan bench NAME [--quick]
    Measures Divan and its real peers in turn, in one run, and prints both and their ratio.
          NAME      one of %s
          --quick   10 s of warm-up and 3 rounds of 2 s instead of 60 s and 5 of 5 s
    """
        .formatted(String.join(", ", names));
  }
}
