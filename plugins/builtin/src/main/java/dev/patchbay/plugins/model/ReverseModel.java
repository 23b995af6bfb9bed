package dev.patchbay.plugins.model;

import dev.patchbay.plugins.architecture.TransformerLensArchitecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.MemoryCheckpoint;
import dev.patchbay.spi.model.ModelSpec;
import java.util.List;

/**
 * A transformer that says a sequence backwards, as Tracr compiles the program (Lindner et al. 2023,
 * Tracr, "reverse"; the settings are those of Conmy et al. 2023): after BOS up to five tokens of
 * three kinds; at each position the outputs are 1 for the token that is there in the reversed
 * sequence and 0 for the others.
 *
 * <ol>
 *   <li>{@code a0.h0} looks at BOS and all tokens alike and writes BOS's share, 1 / (n + 1).
 *   <li>{@code m0} makes a length, one of six, of that share, by five steps between neighbours.
 *   <li>{@code m1} subtracts the position from the length, {@code m2} one more.
 *   <li>{@code a3.h0} looks at the position that this says, and copies its token.
 * </ol>
 *
 * The heads of the layers between and the last MLP have no weights.
 */
public final class ReverseModel {

  /** What the model is called. */
  public static final String NAME = "reverse";

  /** BOS; tokens are 0, 1, 2. */
  public static final int BOS = 3;

  /**
   * The edges of Conmy et al. 2023, without the direct ones. They were found by ACDC itself with
   * zero ablation: a reference to reproduce, no proof. Under patching with positions left alone
   * only {@code input->a3.h0<v>} and {@code a3.h0->logits} matter, since twins are equally long.
   */
  public static final List<String> CIRCUIT =
      List.of(
          ("input->a0.h0<v> input->m0 a0.h0->m0 input->m1 pos->m1 m0->m1 m1->m2 "
                  + "input->a3.h0<v> pos->a3.h0<k> m2->a3.h0<q> a3.h0->logits")
              .split(" "));

  private static final int LONGEST = CompiledConfig.CONTEXT - 1;
  private static final int TOKENS = 3;
  private static final CompiledConfig CONFIG =
      new CompiledConfig(NAME, 4, 41, 12, 30, TOKENS + 2, TOKENS);

  private static final Subspace OUTPUT = new Subspace(0, TOKENS);
  private static final Subspace INDEX = OUTPUT.then(LONGEST);

  /** The index to look at, from −5 to 4. */
  private static final Subspace WANTED = INDEX.then(2 * LONGEST);

  private static final Subspace ONE = WANTED.then(1);
  private static final Subspace LENGTH = ONE.then(LONGEST + 1);
  private static final Subspace SHARE = LENGTH.then(1);

  /** Length minus index, from −4 to 5. */
  private static final Subspace REST = SHARE.then(2 * LONGEST);

  private static final Subspace TOKEN = REST.then(TOKENS + 2);

  /** What Tracr multiplies queries with, so that softmax comes close to choosing. */
  private static final double SHARP = 100;

  /** How steep the steps of {@code m0} are: the reciprocal of their width. */
  private static final double STEEP = 100;

  private final HandSetWeights weights = new HandSetWeights(spec());

  private ReverseModel() {}

  /** How the model is built. */
  public static ModelSpec spec() {
    return new TransformerLensArchitecture().spec(CONFIG.config());
  }

  static Checkpoint checkpoint() {
    ReverseModel model = new ReverseModel();
    model.embed();
    model.countTokens();
    model.readLength();
    model.subtract();
    model.lookThere();
    return new MemoryCheckpoint(NAME, CONFIG.config(), model.weights.stored());
  }

  private void embed() {
    for (int token = 0; token < TOKENS + 2; token++) {
      weights.tensor("embed.W_E").set(1, token, TOKEN.at(token));
      weights.tensor("embed.W_E").set(1, token, ONE.at(0));
    }
    for (int index = 0; index < LONGEST; index++) {
      weights.tensor("pos_embed.W_pos").set(1, index + 1, INDEX.at(index)); // after BOS
    }
    for (int token = 0; token < TOKENS; token++) {
      weights.tensor("unembed.W_U").set(1, OUTPUT.at(token), token);
    }
  }

  private void countTokens() {
    for (int key = 0; key <= BOS; key++) {
      weights.tensor("blocks.0.attn.W_K").set(1, 0, TOKEN.at(key), key);
    }
    for (int asking = 0; asking < TOKENS; asking++) {
      for (int key = 0; key < TOKENS; key++) {
        weights.tensor("blocks.0.attn.W_Q").set(SHARP, 0, TOKEN.at(asking), key);
      }
    }
    weights.tensor("blocks.0.attn.W_Q").set(SHARP, 0, ONE.at(0), BOS);
    weights.tensor("blocks.0.attn.W_V").set(1, 0, TOKEN.at(BOS), 0);
    weights.tensor("blocks.0.attn.W_O").set(1, 0, 0, SHARE.at(0));
  }

  /** Two units make a step, the second a width of the step after the first. */
  private void readLength() {
    HandSetTensor in = weights.tensor("blocks.0.mlp.W_in");
    HandSetTensor out = weights.tensor("blocks.0.mlp.W_out");
    in.set(1, TOKEN.at(BOS), 0); // at BOS itself nothing is counted
    out.set(-1, 0, LENGTH.at(0));
    out.set(-1, 0, SHARE.at(0));
    for (int shorter = LONGEST - 1; shorter >= 0; shorter--) {
      double between = (1.0 / (shorter + 2) + 1.0 / (shorter + 1)) / 2;
      int first = 2 * (LONGEST - shorter) - 1;
      for (int unit = first; unit <= first + 1; unit++) {
        int sign = unit == first ? 1 : -1;
        in.set(STEEP, SHARE.at(0), unit);
        in.set((unit == first ? 1 : 0) - STEEP * between, ONE.at(0), unit);
        out.set(sign, unit, LENGTH.at(shorter));
        out.set(-sign, unit, LENGTH.at(shorter + 1));
      }
    }
    int longest = 2 * LONGEST + 1;
    in.set(1, ONE.at(0), longest);
    out.set(1, longest, LENGTH.at(LONGEST));
  }

  private void subtract() {
    for (int length = 0; length <= LONGEST; length++) {
      for (int index = 0; index < LONGEST; index++) {
        int unit = LONGEST * length + index; // on where both hold: 1 + 1 − 1
        weights.tensor("blocks.1.mlp.W_in").set(1, LENGTH.at(length), unit);
        weights.tensor("blocks.1.mlp.W_in").set(1, INDEX.at(index), unit);
        weights.tensor("blocks.1.mlp.W_in").set(-1, ONE.at(0), unit);
        weights.tensor("blocks.1.mlp.W_out").set(1, unit, REST.at(length - index + LONGEST - 1));
      }
    }
    for (int unit = 0; unit < 2 * LONGEST; unit++) {
      weights.tensor("blocks.2.mlp.W_in").set(1, REST.at(unit), unit);
      weights.tensor("blocks.2.mlp.W_out").set(1, unit, WANTED.at(unit)); // one less
    }
  }

  private void lookThere() {
    for (int index = 0; index < LONGEST; index++) {
      weights.tensor("blocks.3.attn.W_Q").set(SHARP, 0, WANTED.at(LONGEST + index), index);
      weights.tensor("blocks.3.attn.W_K").set(1, 0, INDEX.at(index), index);
    }
    // BOS is looked at where no index is wanted.
    weights.tensor("blocks.3.attn.W_Q").set(SHARP / 2, 0, ONE.at(0), LONGEST);
    weights.tensor("blocks.3.attn.W_K").set(1, 0, TOKEN.at(BOS), LONGEST);
    for (int token = 0; token < TOKENS; token++) {
      weights.tensor("blocks.3.attn.W_V").set(1, 0, TOKEN.at(token), token);
      weights.tensor("blocks.3.attn.W_O").set(1, 0, token, OUTPUT.at(token));
    }
  }
}
