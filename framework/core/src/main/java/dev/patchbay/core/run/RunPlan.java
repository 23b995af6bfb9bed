package dev.patchbay.core.run;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a run is about to do: its batches, what it will hold in memory, and why.
 *
 * @param model what reports call the model
 * @param request what was asked, with metric, ablation and batching named
 * @param batches how many prompts each batch has, in the order in which they run
 * @param tokens of the longest prompt
 * @param memory what the tensors take at the peak, part by part, in bytes
 * @param processBytes what Java and the tensor library take beside them
 * @param budget the most that the tensors may take; nothing where there is no limit
 * @param choices what was chosen and why, by what it is about: a sentence each
 */
public record RunPlan(
    String model,
    RunRequest request,
    List<Integer> batches,
    int tokens,
    Map<String, Long> memory,
    long processBytes,
    OptionalLong budget,
    Map<String, String> choices) {

  /** What the tensors take at the peak, weights included. */
  public long tensorBytes() {
    return memory.values().stream().mapToLong(bytes -> bytes).sum();
  }

  /** How many prompts the run has. */
  public int prompts() {
    return batches.stream().mapToInt(size -> size).sum();
  }
}
