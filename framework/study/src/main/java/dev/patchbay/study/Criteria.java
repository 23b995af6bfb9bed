package dev.patchbay.study;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.study.Study.Examination;
import dev.patchbay.study.criteria.Completeness;
import dev.patchbay.study.criteria.Completeness.Sampling;
import dev.patchbay.study.criteria.Hypotheses;
import dev.patchbay.study.criteria.KnockOutSampler;
import dev.patchbay.study.criteria.Minimality;
import dev.patchbay.study.criteria.PromptMetric;

/**
 * What a study asks of each circuit beside the usual: is it complete, minimal, and by the tests of
 * Shi et al. all there is?
 *
 * @param compares whether the metric compares with the whole model, whose own is then no number to
 *     test with
 */
record Criteria(
    Examination asked, PromptMetric metric, boolean compares, long seed, Progress progress) {

  void sketch(Circuit circuit, CellSketch sketch) {
    if (asked.completeness()) {
      completeness(circuit, sketch);
    }
    if (asked.minimality()) {
      minimality(circuit, sketch);
    }
    if (asked.hypotheses() && compares) {
      sketch.without("equivalence_p", "not tested: the metric compares with the whole model");
    } else if (asked.hypotheses()) {
      Hypotheses tests = Hypotheses.of(metric, circuit, seed);
      sketch.put("equivalence_p", Figure.of(tests.equivalence().pValue()));
      sketch.put("independence_p", Figure.of(tests.independence().pValue()));
    }
  }

  /** Shares of what the model does: the mean gap over random subsets, the largest of all. */
  private void completeness(Circuit circuit, CellSketch sketch) {
    Completeness found =
        new KnockOutSampler(metric, KnockOutSampler.Bounds.USUAL)
            .completeness(circuit, seed, progress);
    found
        .meanGap(Sampling.RANDOM)
        .ifPresent(gap -> share(found, gap, "completeness_random", sketch));
    found.largestGap().ifPresent(gap -> share(found, gap, "completeness_greedy", sketch));
  }

  private static void share(Completeness found, double gap, String name, CellSketch sketch) {
    found.share(gap).ifPresent(share -> sketch.put(name, Figure.of(share)));
  }

  private void minimality(Circuit circuit, CellSketch sketch) {
    Minimality.of(metric, circuit, seed, progress)
        .shareAboveRandom()
        .ifPresent(share -> sketch.put("minimal_share", Figure.of(share)));
  }
}
