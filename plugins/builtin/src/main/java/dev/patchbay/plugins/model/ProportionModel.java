package dev.patchbay.plugins.model;

import dev.patchbay.plugins.architecture.TransformerLensArchitecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.MemoryCheckpoint;
import dev.patchbay.spi.model.ModelSpec;
import java.util.List;

/**
 * A transformer that says which share of the tokens so far is an {@code x}, as Tracr compiles the
 * program (Lindner et al. 2023, Tracr, "frac_prevs"; the settings are those of Conmy et al. 2023):
 * after BOS up to five of the tokens w, x, y, z; output 0 at each position is the share.
 *
 * <p>{@code m0} marks an x, and {@code a1.h0} looks at every token up to its own alike and copies
 * the marks' mean. The head of layer 0 and the MLP of layer 1 have no weights.
 */
public final class ProportionModel {

  /** What the model is called. */
  public static final String NAME = "proportion";

  /** BOS. */
  public static final int BOS = 0;

  /** The first of the tokens w, x, y, z; 1 is padding. */
  public static final int FIRST_TOKEN = 2;

  /** How many tokens there are beside BOS and padding. */
  public static final int TOKENS = 4;

  /** The edges that matter in prompts that begin with BOS, under zero ablation. */
  public static final List<String> CIRCUIT =
      List.of("input->m0 pos->a1.h0<q> pos->a1.h0<k> m0->a1.h0<v> a1.h0->logits".split(" "));

  /**
   * The edges of Conmy et al. 2023, without the direct ones. They were found by ACDC itself with
   * zero ablation, on rows without BOS: a reference to reproduce, no proof.
   */
  public static final List<String> PUBLISHED =
      List.of(
          ("input->m0 input->a1.h0<q> pos->a1.h0<q> input->a1.h0<k> pos->a1.h0<k> "
                  + "m0->a1.h0<v> a1.h0->logits")
              .split(" "));

  private static final int LONGEST = CompiledConfig.CONTEXT - 1;
  private static final int OUTPUTS = 4;
  private static final int X = FIRST_TOKEN + 1;
  private static final CompiledConfig CONFIG =
      new CompiledConfig(NAME, 2, 14, 7, 1, FIRST_TOKEN + TOKENS, OUTPUTS);

  private static final Subspace SHARE = new Subspace(0, 1);
  private static final Subspace INDEX = SHARE.then(LONGEST);
  private static final Subspace IS_X = INDEX.then(1);
  private static final Subspace ONE = IS_X.then(1);
  private static final Subspace TOKEN = ONE.then(FIRST_TOKEN + TOKENS);

  /** What Tracr multiplies queries with, so that softmax comes close to choosing. */
  private static final double SHARP = 100;

  private final HandSetWeights weights = new HandSetWeights(spec());

  private ProportionModel() {}

  /** How the model is built. */
  public static ModelSpec spec() {
    return new TransformerLensArchitecture().spec(CONFIG.config());
  }

  static Checkpoint checkpoint() {
    ProportionModel model = new ProportionModel();
    model.embed();
    model.mark();
    model.average();
    return new MemoryCheckpoint(NAME, CONFIG.config(), model.weights.stored());
  }

  private void embed() {
    for (int token = 0; token < FIRST_TOKEN + TOKENS; token++) {
      weights.tensor("embed.W_E").set(1, token, TOKEN.at(token));
      weights.tensor("embed.W_E").set(1, token, ONE.at(0));
    }
    for (int index = 0; index < LONGEST; index++) {
      weights.tensor("pos_embed.W_pos").set(1, index + 1, INDEX.at(index)); // after BOS
    }
    // The outputs are the first dimensions of the stream; only the first is one of the program's.
    for (int output = 0; output < OUTPUTS; output++) {
      weights.tensor("unembed.W_U").set(1, output, output);
    }
  }

  private void mark() {
    weights.tensor("blocks.0.mlp.W_in").set(1, TOKEN.at(X), 0);
    weights.tensor("blocks.0.mlp.W_out").set(1, 0, IS_X.at(0));
  }

  private void average() {
    for (int index = 0; index < LONGEST; index++) {
      for (int earlier = 0; earlier <= index; earlier++) {
        weights.tensor("blocks.1.attn.W_Q").set(SHARP, 0, INDEX.at(index), earlier);
      }
      weights.tensor("blocks.1.attn.W_K").set(1, 0, INDEX.at(index), index);
    }
    // BOS is looked at where there is no index, that is, from itself.
    weights.tensor("blocks.1.attn.W_Q").set(SHARP / 2, 0, ONE.at(0), LONGEST);
    weights.tensor("blocks.1.attn.W_K").set(1, 0, TOKEN.at(BOS), LONGEST);
    weights.tensor("blocks.1.attn.W_V").set(1, 0, IS_X.at(0), 0);
    weights.tensor("blocks.1.attn.W_O").set(1, 0, 0, SHARE.at(0));
  }
}
