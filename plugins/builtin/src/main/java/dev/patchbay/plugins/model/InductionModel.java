package dev.patchbay.plugins.model;

import java.util.List;

/**
 * A transformer that continues a repeated letter as before: after {@code … C Q … C} it says {@code
 * Q}. Its weights are set by hand, so that its circuit is known to the edge (after Elhage et al.
 * 2021, A Mathematical Framework for Transformer Circuits, "Induction heads").
 *
 * <p><b>Ingredients.</b> Two layers of four heads, no MLPs, no norm, learned positions; 26 letters,
 * prompts of up to 20. The residual stream is cut into blocks, one dimension for each meaning: the
 * letter <i>here</i> (26), the <i>position</i> (20), the letter <i>before</i> (26), the letter
 * <i>next</i> (26), and four blocks of scratch paper (8 each). The embedding writes the first, the
 * position embedding the second; the unembedding reads <i>next</i> and nothing else.
 *
 * <p><b>The circuit.</b>
 *
 * <ol>
 *   <li>{@code a0.h0}, the previous-token head: position p asks for position p − 1 and copies what
 *       is <i>here</i> there into <i>before</i>.
 *   <li>{@code a1.h0}, the induction head: the letter <i>here</i> asks for the place that has it
 *       <i>before</i>, and copies what is <i>here</i> there into <i>next</i>. The first position
 *       has nothing before it and can only copy itself: its key is lowered, so that it is never
 *       taken for a match.
 * </ol>
 *
 * So five edges do the work: {@link #CIRCUIT}. Both heads look at the right place with a weight of
 * about .9 in prompts of 10 to 16 letters: sharp, yet far enough from 1 for gradients to live.
 *
 * <p><b>The distractors</b> are busy and do not matter. In layer 0, {@code h1} notes the class of
 * the letter here, {@code h2} that of the letter two before, {@code h3} the average of all so far
 * (a letter's class is its number modulo 8), each on scratch paper of its own. In layer 1, {@code
 * h1} looks for letters of the same class and copies theirs, {@code h2} looks for places whose
 * letter two before was of the class here and copies the average there; both write on the fourth
 * scratch paper, which nobody reads. {@code h3} also looks for the same class, but copies the
 * letter into <i>next</i>, at a thousandth of the induction head's strength: a score has to tell
 * the two apart.
 */
public final class InductionModel implements CompiledModel {

  /** What the model is called. */
  public static final String NAME = "induction";

  /** The edges that do the work. */
  public static final List<String> CIRCUIT =
      List.of(
          "input->a0.h0<v> a0.h0->a1.h0<k> input->a1.h0<q> input->a1.h0<v> a1.h0->logits"
              .split(" "));

  private static final int LETTERS = 26;
  private static final int CONTEXT = 20;
  private static final int CLASSES = 8;
  private static final int HEADS = 4;

  private static final Subspace HERE = new Subspace(0, LETTERS);
  private static final Subspace POSITION = HERE.then(CONTEXT);
  private static final Subspace BEFORE = POSITION.then(LETTERS);
  private static final Subspace NEXT = BEFORE.then(LETTERS);
  private static final Subspace CLASS_HERE = NEXT.then(CLASSES);
  private static final Subspace CLASS_TWO_BEFORE = CLASS_HERE.then(CLASSES);
  private static final Subspace CLASS_AVERAGE = CLASS_TWO_BEFORE.then(CLASSES);
  private static final Subspace UNREAD = CLASS_AVERAGE.then(CLASSES);
  private static final int D_MODEL = UNREAD.first() + UNREAD.width();

  /**
   * Lead of the right place over the others, as a difference of attention scores: e^4.6 is about
   * nine times eleven, hence .9 among twelve places.
   */
  private static final double LEAD = 4.6;

  /** The same for the induction head, whose keys have only some .92 of their letter. */
  private static final double INDUCTION_LEAD = 5;

  /** A distractor's lead: it looks, but not sharply. */
  private static final double DISTRACTOR_LEAD = 2;

  /** The logit of a letter that fills <i>next</i>: the right answer gets a probability near .9. */
  private static final double LOGIT = 6;

  /** What {@code a1.h3} writes to <i>next</i>, relative to the induction head. */
  private static final double FAINT = 1e-3;

  /** So sure that rounding to float32 leaves nothing of the doubt: e^-20 is 2·10⁻⁹. */
  private static final double SATURATED_LEAD = 22;

  private final String name;
  private final double inductionLead;

  InductionModel() {
    this(NAME, INDUCTION_LEAD);
  }

  private InductionModel(String name, double inductionLead) {
    this.name = name;
    this.inductionLead = inductionLead;
  }

  /**
   * The same with an induction head that is all too sure: it looks at the right place with a weight
   * of 1 except for some 10⁻⁹.
   *
   * <p>There the softmax is flat, and gradients through the head's question and key vanish: methods
   * that look at the clean run alone, such as {@code eap}, give next to nothing to the three edges
   * that go through them ({@code input->a0.h0<v>}, {@code a0.h0->a1.h0<k>}, {@code
   * input->a1.h0<q>}). Each of the three, patched, still costs the whole answer. Integrated
   * gradients pass through runs on which the head wavers, and see them (Hanna et al. 2024, Have
   * Faith in Faithfulness, section 2).
   */
  static InductionModel saturated() {
    return new InductionModel("saturated", SATURATED_LEAD);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String task() {
    return "induction";
  }

  @Override
  public CompiledSizes sizes() {
    return new CompiledSizes(2, HEADS, D_MODEL, 0, LETTERS, 0, LETTERS, CONTEXT);
  }

  @Override
  public List<String> circuit() {
    return CIRCUIT;
  }

  @Override
  public void write(HandSetWeights weights) {
    embed(weights);
    firstLayer(weights);
    secondLayer(weights);
  }

  private static void embed(HandSetWeights weights) {
    for (int letter = 0; letter < LETTERS; letter++) {
      weights.tensor("embed.W_E").set(1, letter, HERE.at(letter));
      weights.tensor("unembed.W_U").set(LOGIT, NEXT.at(letter), letter);
    }
    weights.number(POSITION);
  }

  private static void firstLayer(HandSetWeights weights) {
    weights.lookBack(0, 0, POSITION, 1, LEAD);
    weights.copy(0, 0, HERE, BEFORE, 1);
    weights.lookBack(0, 1, POSITION, 0, DISTRACTOR_LEAD);
    weights.copy(0, 1, HERE, CLASS_HERE, 1);
    weights.lookBack(0, 2, POSITION, 2, DISTRACTOR_LEAD);
    weights.copy(0, 2, HERE, CLASS_TWO_BEFORE, 1);
    weights.copy(0, 3, HERE, CLASS_AVERAGE, 1); // asks nothing: looks everywhere alike
  }

  private void secondLayer(HandSetWeights weights) {
    weights.match(1, 0, HERE, BEFORE, inductionLead);
    for (int letter = 0; letter < LETTERS; letter++) {
      weights.tensor("blocks.1.attn.W_K").set(-1, 0, POSITION.at(0), letter);
    }
    weights.copy(1, 0, HERE, NEXT, 1);
    weights.match(1, 1, CLASS_HERE, CLASS_HERE, DISTRACTOR_LEAD);
    weights.copy(1, 1, HERE, UNREAD, 1);
    weights.match(1, 2, HERE, CLASS_TWO_BEFORE, DISTRACTOR_LEAD);
    weights.copy(1, 2, CLASS_AVERAGE, UNREAD, 1);
    weights.match(1, 3, CLASS_HERE, CLASS_HERE, DISTRACTOR_LEAD);
    weights.copy(1, 3, HERE, NEXT, FAINT);
  }
}
