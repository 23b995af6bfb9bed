package dev.patchbay.bench;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.BatchScope;

/** How even are the attention patterns of the benchmarks' model? */
final class PatternEntropy {

  private PatternEntropy() {}

  /** The last position's entropy over that of an even pattern, mean over prompts and heads. */
  static double share(Workbench bench) {
    double sum = 0;
    try (BatchScope scope = bench.experiment().open(bench.experiment().batches().get(0))) {
      for (int layer = 0; layer < bench.spec().nLayers(); layer++) {
        NDArray pattern =
            scope.pattern(At.CLEAN, layer).get(":, :, " + (bench.size().length() - 1) + ", :");
        NDArray entropy = pattern.mul(pattern.add(1e-30).log()).sum(new int[] {-1}).neg();
        sum += entropy.mean().getFloat();
      }
    }
    return sum / bench.spec().nLayers() / Math.log(bench.size().length());
  }

  public static void main(String[] arguments) {
    try (Workbench bench = Workbench.open(BenchSize.FULL)) {
      System.out.println(share(bench));
    }
  }
}
