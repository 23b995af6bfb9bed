package dev.patchbay.core.run;

import java.util.List;

/**
 * The plug-ins that are taken where nobody names one: all that Patchbay itself asks for by name.
 */
public final class Defaults {

  /** A model that needs no download. */
  public static final String MODEL = "patchbay-small";

  /** One of the tasks that it was trained on. */
  public static final String TASK = "ioi";

  /** What any model can be asked: random tokens, twice. */
  public static final String TASK_OF_ANY_MODEL = "induction";

  /** Decides the circuit, a test for each edge. */
  public static final String SEARCH = "acdc";

  /** Scores every edge from one gradient. */
  public static final String ESTIMATE = "eap";

  /** The same where the gradient on the clean run vanishes. */
  public static final String INTEGRATED_ESTIMATE = "eap-ig-inputs";

  /** Measures every edge: what estimates are held against. */
  public static final String MEASUREMENT = "exact";

  /** What is compared. */
  public static final List<String> CONTENDERS =
      List.of(SEARCH, ESTIMATE, INTEGRATED_ESTIMATE, "random");

  /** How far a circuit's predictions are from the whole model's: what a search goes by. */
  public static final String DIVERGENCE = "kl-divergence";

  /** The metric of prompts from a file. */
  public static final String METRIC_OF_PROMPT_FILES = "logit-difference";

  /** The ablation of prompts from a file. */
  public static final String ABLATION_OF_PROMPT_FILES = "patching";

  private Defaults() {}
}
