package dev.patchbay.spi.report;

import dev.patchbay.spi.strategy.Decision;
import java.util.List;

/**
 * What a reader may ask for beyond a report's result. Each part is empty where the run did not
 * collect it, as are all of them in reports of earlier versions.
 *
 * @param command the words that make this run again, after {@code patchbay}; of models and prompts
 *     in folders their last name
 * @param curve the metric at growing numbers of edges, by |score| whatever chose the circuit; what
 *     a search did not test comes last, with 0
 * @param decisions every test of a search, in order
 * @param samples the first prompts, with attention patterns
 * @param notes what the user was told of the model, such as tensors in its file that are not read
 */
public record Evidence(
    List<String> command,
    List<CurvePoint> curve,
    List<Decision> decisions,
    List<PromptSample> samples,
    List<String> notes) {

  /** Nothing was collected. */
  public static final Evidence NONE =
      new Evidence(List.of(), List.of(), List.of(), List.of(), List.of());

  public Evidence {
    command = List.copyOf(command);
    curve = List.copyOf(curve);
    decisions = List.copyOf(decisions);
    samples = List.copyOf(samples);
    notes = List.copyOf(notes);
  }
}
