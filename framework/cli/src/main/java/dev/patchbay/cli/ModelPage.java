package dev.patchbay.cli;

import dev.patchbay.core.lookup.ModelCard;
import dev.patchbay.engine.memory.ByteSize;
import dev.patchbay.engine.memory.MemoryEstimate;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Models as text. */
record ModelPage(Console.Paint paint) {

  private static final String ROW = "  %-16s %14s %8s %11s %10s";

  /** A line for each model. */
  List<String> lines(Map<String, ModelCard> cards, Map<String, String> unread) {
    List<String> lines = new ArrayList<>();
    int width =
        Stream.concat(cards.keySet().stream(), unread.keySet().stream())
            .mapToInt(String::length)
            .reduce("Models".length(), Math::max);
    lines.add(
        paint.strong(
            Fitted.padded("Models", width)
                + ROW.formatted(
                    "architecture", "layers × heads", "d_model", "vocabulary", "edges")));
    cards.forEach((name, card) -> lines.add(Fitted.padded(name, width) + line(card)));
    unread.forEach(
        (name, why) ->
            lines.add(
                Fitted.padded(name, width) + "  cannot be read: " + why.replace("\n", "\n  ")));
    if (cards.isEmpty() && unread.isEmpty()) {
      lines.add("none");
    }
    lines.add("");
    lines.add(
        paint.faint("'patchbay models NAME' says what a run will cost; NAME may be a folder."));
    return lines;
  }

  private static String line(ModelCard card) {
    ModelSpec spec = card.spec();
    return ROW.formatted(
        card.architecture(),
        "%s × %s".formatted(spec.nLayers(), spec.nHeads()),
        Sizes.count(spec.dModel()),
        Sizes.count(spec.dVocab()),
        Sizes.count(card.graph().edgeCount()));
  }

  /** All about one model. */
  List<String> lines(RunCost cost) {
    ModelCard model = cost.model();
    ModelSpec spec = model.spec();
    ComputationGraph graph = model.graph();
    MemoryEstimate memory = cost.memory();
    String type = memory.dataType().name().toLowerCase(Locale.ROOT);
    List<String> lines = new ArrayList<>();
    lines.add(
        paint.strong(model.name())
            + "  %s, %s × %s heads, d_model %s, vocabulary %s, up to %s tokens"
                .formatted(
                    model.architecture(),
                    spec.nLayers(),
                    spec.nHeads(),
                    Sizes.count(spec.dModel()),
                    Sizes.count(spec.dVocab()),
                    Sizes.count(spec.nCtx())));
    lines.add("");
    lines.add(row("senders", Sizes.count(graph.senderCount())));
    lines.add(row("receivers", Sizes.count(graph.receiverCount())));
    lines.add(row("edges", edges(model, graph)));
    lines.add(
        row(
            "weights",
            "%s numbers, %s in %s"
                .formatted(
                    Sizes.count(memory.weights() / memory.dataType().getNumOfBytes()),
                    ByteSize.words(memory.weights()),
                    type)));
    lines.add("");
    lines.addAll(costs(cost, type));
    return lines;
  }

  private static String edges(ModelCard model, ComputationGraph graph) {
    ModelSpec spec = model.spec();
    String each = Sizes.count(graph.edgeCount());
    return spec.nKvHeads() == spec.nHeads()
        ? each
        : "%s for each query head; %s for each group of %s, which share keys and values"
            .formatted(
                each,
                Sizes.count(model.groupedGraph().edgeCount()),
                spec.nHeads() / spec.nKvHeads());
  }

  private List<String> costs(RunCost cost, String type) {
    MemoryEstimate memory = cost.memory();
    List<String> lines = new ArrayList<>();
    lines.add(
        paint.strong(
            "A run on %s prompts of %s tokens, batches of %s, %s%s"
                .formatted(
                    Sizes.count(memory.prompts().count()),
                    Sizes.count(memory.prompts().length()),
                    Sizes.count(memory.batchSize()),
                    type,
                    cost.budget().bytes().isPresent()
                        ? ", in " + ByteSize.words(cost.budget().bytes().getAsLong())
                        : "")));
    lines.add(
        paint.faint(
            "  %-21s  %-11s  %-10s  %s"
                .formatted("strategy", "peak, about", "batches of", "passes")));
    for (StrategyProvider strategy : cost.strategies()) {
      lines.add(
          "  %-21s  %-11s  %-10s  %s"
              .formatted(
                  strategy.descriptor().name(),
                  ByteSize.words(memory.peak(strategy.demands())),
                  batches(cost.batchSize(strategy)),
                  strategy.descriptor().cost()));
    }
    lines.add("");
    lines.add(
        paint.faint(
            "The peak is that of tensors, weights included; Java and its libraries come on top."
                + " 'discover --explain' says what it is made of."));
    return lines;
  }

  /** Those with which a run stays within its memory. */
  private static String batches(OptionalInt batchSize) {
    return batchSize.isPresent() ? Sizes.count(batchSize.getAsInt()) : "none fits";
  }

  private static String row(String label, String value) {
    return "  %-11s %s".formatted(label, value);
  }
}
