package dev.patchbay.plugins.model;

import java.util.List;

/**
 * A gate with two inputs: the first two words are each {@code off} or {@code on}, some letters
 * follow, and after {@code =} the model says {@code on} or {@code off}.
 *
 * <p>{@code a0.h0} copies whether the first word is {@code on}, {@code a0.h1} whether the second
 * is, each with a weight of about .97; {@code m0} puts the two together. {@code a0.h2} and {@code
 * a0.h3} are busy and nobody reads what they write.
 *
 * <p><b>or-gate</b>: {@code m0} says 1 as soon as one head does. Each head makes the other
 * superfluous: from two {@code on}, patching one edge changes nothing, and noising sees {@code
 * m0->logits} alone; from two {@code off}, restoring one is enough. <b>and-gate</b>: {@code m0}
 * says 1 only if both do: noising sees all, restoring one edge of the first two steps nothing. (The
 * or-gate is the example of Conmy et al. 2023, Towards Automated Circuit Discovery, appendix.)
 */
public final class GateModel implements CompiledModel {

  /** The tokens: two words, the sign, and letters that mean nothing. */
  public static final int OFF = 0;

  public static final int ON = 1;
  public static final int EQUALS = 2;
  public static final int FIRST_LETTER = 3;
  public static final int VOCABULARY = 16;

  /** The names of the two models. */
  static final String OR = "or-gate";

  static final String AND = "and-gate";

  private static final int CONTEXT = 8;
  private static final int LETTERS = VOCABULARY - FIRST_LETTER;
  private static final int D_HEAD = 8;
  private static final int NEURONS = 8;
  private static final int PAPER = 8;

  private static final Subspace IS_ON = new Subspace(0, 1);
  private static final Subspace LETTER = IS_ON.then(LETTERS);
  private static final Subspace POSITION = LETTER.then(CONTEXT);
  private static final Subspace FIRST = POSITION.then(1);
  private static final Subspace SECOND = FIRST.then(1);
  private static final Subspace RESULT = SECOND.then(1);
  private static final int MEANINGS = RESULT.first() + 1;

  /** e^5 against five others: a weight of .97. */
  private static final double LEAD = 5;

  /** How far the logit of {@code on} moves when the gate opens. */
  private static final double LOGIT = 6;

  private final String name;

  GateModel(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String task() {
    return "gate";
  }

  @Override
  public CompiledSizes sizes() {
    return new CompiledSizes(1, 4, MEANINGS, PAPER, D_HEAD, NEURONS, VOCABULARY, CONTEXT);
  }

  @Override
  public List<String> circuit() {
    return List.of("input->a0.h0<v>", "input->a0.h1<v>", "a0.h0->m0", "a0.h1->m0", "m0->logits");
  }

  @Override
  public void write(HandSetWeights weights) {
    weights.tensor("embed.W_E").set(1, ON, IS_ON.first());
    for (int letter = 0; letter < LETTERS; letter++) {
      weights.tensor("embed.W_E").set(1, FIRST_LETTER + letter, LETTER.at(letter));
    }
    weights.number(POSITION);
    look(weights, 0, FIRST);
    look(weights, 1, SECOND);
    if (name.equals(OR)) {
      // min(1, 2a + 2b): one of the two at .97 is more than enough.
      neuron(weights, 0, 2, 0, 1);
      neuron(weights, 1, 2, -1, -1);
    } else {
      // max(0, a + b − 1): one of the two at .97 is not enough.
      neuron(weights, 0, 1, -1, 1);
    }
    weights.tensor("unembed.W_U").set(LOGIT, RESULT.first(), ON);
    weights.tensor("unembed.b_U").set(LOGIT / 2, OFF);
  }

  private static void look(HandSetWeights weights, int position, Subspace seen) {
    weights
        .head(0, position)
        .askAlways(0, LEAD)
        .key(POSITION.at(position), 0, 1)
        .take(IS_ON, 0, 1)
        .give(0, seen, 1);
  }

  private static void neuron(
      HandSetWeights weights, int neuron, double in, double bias, double out) {
    weights.tensor("blocks.0.mlp.W_in").set(in, FIRST.first(), neuron);
    weights.tensor("blocks.0.mlp.W_in").set(in, SECOND.first(), neuron);
    weights.tensor("blocks.0.mlp.b_in").set(bias, neuron);
    weights.tensor("blocks.0.mlp.W_out").set(out, neuron, RESULT.first());
  }
}
