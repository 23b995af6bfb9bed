package dev.patchbay.core.run;

/**
 * What a run collects beside its result, for readers of the report.
 *
 * @param curve the metric at MIB's edge fractions: ten runs of circuits at most
 * @param patterns attention patterns of the first prompts: a pass of each, clean and corrupted
 */
public record Extras(boolean curve, boolean patterns) {

  /** The result alone. */
  public static final Extras NONE = new Extras(false, false);
}
