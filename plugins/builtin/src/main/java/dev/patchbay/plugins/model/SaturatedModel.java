package dev.patchbay.plugins.model;

import java.util.List;

/**
 * {@link InductionModel} with an induction head that is all too sure: it looks at the right place
 * with a weight of 1 except for some 10⁻⁹.
 *
 * <p>There the softmax is flat, and gradients through the head's question and key vanish: methods
 * that look at the clean run alone, such as {@code eap}, give next to nothing to the three edges
 * that go through them ({@code input->a0.h0<v>}, {@code a0.h0->a1.h0<k>}, {@code input->a1.h0<q>}).
 * Each of the three, patched, still costs the whole answer. Integrated gradients pass through runs
 * on which the head wavers, and see them (Hanna et al. 2024, Have Faith in Faithfulness, section
 * 2).
 */
final class SaturatedModel implements CompiledModel {

  static final String NAME = "saturated";

  /** So sure that rounding to float32 leaves nothing of the doubt: e^-20 is 2·10⁻⁹. */
  private static final double LEAD = 22;

  private final InductionModel model = new InductionModel(LEAD);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String task() {
    return model.task();
  }

  @Override
  public CompiledSizes sizes() {
    return model.sizes();
  }

  @Override
  public void write(HandSetWeights weights) {
    model.write(weights);
  }

  @Override
  public List<String> circuit() {
    return model.circuit();
  }
}
