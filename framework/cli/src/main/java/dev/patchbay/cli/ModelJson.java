package dev.patchbay.cli;

import dev.patchbay.core.lookup.ModelCard;
import dev.patchbay.engine.memory.MemoryEstimate;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Models, for machines. */
final class ModelJson {

  private ModelJson() {}

  /** The listing; a model that cannot be read has an {@code error} instead of numbers. */
  static String of(Map<String, ModelCard> cards, Map<String, String> unread) {
    List<Map<String, Object>> models =
        Stream.concat(
                cards.entrySet().stream().map(e -> card(e.getKey(), e.getValue())),
                unread.entrySet().stream()
                    .map(e -> Map.<String, Object>of("name", e.getKey(), "error", e.getValue())))
            .toList();
    return Json.text(Map.of("models", models));
  }

  /** One model and the runs on it. */
  static String of(RunCost cost) {
    ModelCard model = cost.model();
    MemoryEstimate memory = cost.memory();
    Map<String, Object> all = card(model.name(), model);
    ComputationGraph graph = model.graph();
    all.put("senders", graph.senderCount());
    all.put("receivers", graph.receiverCount());
    all.put("edges_per_group", model.groupedGraph().edgeCount());
    all.put("weights", memory.weights() / memory.dataType().getNumOfBytes());
    all.put("weight_bytes", memory.weights());
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("prompts", memory.prompts().count());
    run.put("length", memory.prompts().length());
    run.put("batch_size", memory.batchSize());
    run.put("dtype", memory.dataType().name().toLowerCase(Locale.ROOT));
    cost.budget().bytes().ifPresent(bytes -> run.put("memory", bytes));
    all.put("run", run);
    all.put(
        "strategies",
        cost.strategies().stream().map(strategy -> strategy(cost, strategy)).toList());
    return Json.text(all);
  }

  private static Map<String, Object> strategy(RunCost cost, StrategyProvider strategy) {
    OptionalInt batchSize = cost.batchSize(strategy);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", strategy.descriptor().name());
    all.put("cost", strategy.descriptor().cost());
    all.put("peak_bytes", cost.memory().peak(strategy.demands()));
    Map<String, Object> parts = new LinkedHashMap<>();
    cost.memory().parts(strategy.demands()).forEach(part -> parts.put(part.name(), part.bytes()));
    all.put("peak", parts);
    all.put("fits", batchSize.isPresent());
    batchSize.ifPresent(size -> all.put("batch_size", size));
    return all;
  }

  private static Map<String, Object> card(String name, ModelCard card) {
    ModelSpec spec = card.spec();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", name);
    all.put("architecture", card.architecture());
    all.put("layers", spec.nLayers());
    all.put("heads", spec.nHeads());
    all.put("key_value_heads", spec.nKvHeads());
    all.put("d_model", spec.dModel());
    all.put("vocabulary", spec.dVocab());
    all.put("longest_prompt", spec.nCtx());
    all.put("edges", card.graph().edgeCount());
    return all;
  }
}
