package dev.patchbay.plugins.ablation;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.ablation.AblationScope;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.At;

/** Stands in with nothing: zeros. */
@AutoService(AblationProvider.class)
public final class Zero extends BuiltIn<Zero.Config, Ablation> implements AblationProvider {

  /** The options. */
  public record Config(
      @Option(
              value =
                  "what goes when the input is ablated: token-embedding (the node's own), or "
                      + "resid-pre, the positions with it, as in the ACDC repository",
              fallback = "token-embedding")
          Input input) {}

  /** What goes when the input is ablated. */
  public enum Input {
    /** The token embedding alone; learned positions belong to no node and stay. */
    TOKEN_EMBEDDING,
    /** Token and position embedding. */
    RESID_PRE
  }

  public Zero() {
    super(
        "zero",
        "Zeros in place of each sender's output; biases that belong to no node stay.",
        "none",
        "one clean pass",
        Config.class,
        config -> Ablation.of(false, scope -> values(scope, config.input())));
  }

  private static Activations values(AblationScope scope, Input input) {
    Activations zeros = scope.activations(At.CLEAN).map(NDArray::zerosLike);
    // The positions stay whatever the input writes: to take them out is to write their
    // negative.
    return input == Input.RESID_PRE ? zeros.withInput(zeros.input().sub(scope.positions())) : zeros;
  }
}
