package dev.patchbay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.patchbay.core.lookup.Tokenization;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.report.CircuitReport;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** What a command answers, for machines: one object each, or a list of them. */
final class Json {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  /** A run's result; its numbers in full. */
  static String of(RunOutcome outcome, List<Path> files) {
    CircuitReport report = outcome.report();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("model", report.model());
    all.put("task", report.task());
    all.put("prompts", report.promptCount());
    all.put("strategy", report.strategy().toString());
    all.put("metric", report.metric().toString());
    all.put("ablation", report.ablation().toString());
    all.put("selection", report.selection());
    all.put("edges", report.graph().edgeCount());
    all.put("kept", report.circuit().size());
    all.put("kept_pruned", report.circuit().pruned().size());
    all.put("full", report.evaluation().full());
    all.put("circuit", report.evaluation().circuit());
    all.put("ablated", report.evaluation().empty());
    OptionalDouble faithfulness = report.evaluation().faithfulness();
    all.put("faithfulness", faithfulness.isPresent() ? faithfulness.getAsDouble() : null);
    report
        .truth()
        .ifPresent(
            truth -> {
              all.put("truth_edges", truth.truthEdges());
              all.put("precision", truth.precision());
              all.put("recall", truth.recall());
            });
    all.put("checks", outcome.checks());
    all.put("cost", outcome.cost());
    all.put("seconds", outcome.seconds());
    all.put("files", files.stream().map(Path::toString).toList());
    return text(all);
  }

  /** How a run would go. */
  static String of(RunPlan plan) {
    RunRequest request = plan.request();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("model", plan.model());
    all.put("strategy", request.strategy());
    all.put("metric", request.metric().orElseThrow());
    all.put("ablation", request.ablation().orElseThrow());
    all.put("dtype", request.dataType().name().toLowerCase(Locale.ROOT));
    all.put("device", request.device());
    all.put("prompts", plan.prompts());
    all.put("tokens", plan.tokens());
    all.put("batches", plan.batches());
    all.put("memory", plan.memory());
    all.put("peak_bytes", plan.tensorBytes());
    all.put("process_bytes", plan.processBytes());
    plan.budget().ifPresent(bytes -> all.put("budget_bytes", bytes));
    all.put("choices", plan.choices());
    return text(all);
  }

  /** Plug-ins with their options. */
  static String of(PluginListing listing) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (PluginListing.Section section : listing.sections()) {
      String key = section.title().toLowerCase(Locale.ROOT).replace(' ', '_');
      all.put(key, section.plugins().stream().map(Json::plugin).toList());
    }
    all.put("issues", listing.issues());
    return text(all);
  }

  /** Texts with their tokens. */
  static String of(
      String model, BosPolicy bos, List<String> texts, List<List<Tokenization.Piece>> pieces) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("model", model);
    all.put("bos", Options.word(bos));
    all.put(
        "texts",
        IntStream.range(0, texts.size())
            .mapToObj(i -> tokens(texts.get(i), pieces.get(i)))
            .toList());
    return text(all);
  }

  private static Map<String, Object> tokens(String text, List<Tokenization.Piece> pieces) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("text", text);
    all.put("ids", pieces.stream().map(piece -> piece.token().id()).toList());
    all.put("pieces", pieces.stream().map(piece -> piece.token().piece()).toList());
    all.put("decoded", pieces.stream().map(Tokenization.Piece::text).toList());
    return all;
  }

  private static Map<String, Object> plugin(Plugin plugin) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", plugin.descriptor().name());
    all.put("summary", plugin.descriptor().summary());
    all.put("citation", plugin.descriptor().citation());
    all.put("cost", plugin.descriptor().cost());
    Map<String, Object> options = new LinkedHashMap<>();
    Arrays.stream(plugin.options().getRecordComponents())
        .forEach(
            component -> {
              Option option = component.getAnnotation(Option.class);
              if (option != null) {
                options.put(
                    Options.name(component),
                    Map.of("default", option.fallback(), "explanation", option.value()));
              }
            });
    all.put("options", options);
    return all;
  }

  static String text(Object all) {
    try {
      return MAPPER.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer cannot be written as JSON.", e);
    }
  }
}
