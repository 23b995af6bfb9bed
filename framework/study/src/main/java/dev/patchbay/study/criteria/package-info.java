/**
 * What is asked of a circuit beside faithfulness: whether it is complete, minimal, as good as the
 * model, and alone in what it does. All of it is arithmetic over the metric of circuits; what runs
 * them is a {@link dev.patchbay.study.criteria.PromptMetric}.
 */
@NullMarked
package dev.patchbay.study.criteria;

import org.jspecify.annotations.NullMarked;
