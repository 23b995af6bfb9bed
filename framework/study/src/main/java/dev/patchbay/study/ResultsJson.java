package dev.patchbay.study;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.core.discovery.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Results as JSON: cells with intervals, and what is between them. Equal results, equal bytes. */
public final class ResultsJson {

  private static final String FORMAT = "patchbay-results";
  private static final int FORMAT_VERSION = 1;

  private ResultsJson() {}

  /** Everything but times, as JSON. */
  public static void write(Results results, OutputStream out) throws IOException {
    CellFiles.MAPPER
        .writer(
            new DefaultPrettyPrinter(
                    Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(new DefaultIndenter("  ", "\n")))
        .writeValue(out, tree(results));
    out.write('\n');
  }

  private static ObjectNode tree(Results results) {
    ObjectNode tree = CellFiles.MAPPER.createObjectNode();
    tree.put("format", FORMAT).put("version", FORMAT_VERSION);
    tree.put("title", results.study().title());
    tree.put("description", results.study().description());
    tree.put("command", results.command());
    tree.putObject("provenance")
        .put("patchbay", Version.PATCHBAY)
        .put("engine", results.engine())
        .put("java", System.getProperty("java.version", "unknown"))
        .put(
            "system",
            System.getProperty("os.name", "unknown")
                + " "
                + System.getProperty("os.arch", "unknown"))
        .put("dtype", results.study().form().dataType().name().toLowerCase(Locale.ROOT))
        .put("threads", results.threads())
        .put("resamples", results.study().bootstrap().resamples());
    ArrayNode cells = tree.putArray("cells");
    results.cells().forEach(cell -> cells.add(tree(cell)));
    ArrayNode overlaps = tree.putArray("overlaps");
    results.overlaps().forEach(overlap -> overlaps.add(tree(overlap)));
    ArrayNode differences = tree.putArray("differences");
    results.differences().forEach(difference -> differences.add(tree(difference)));
    tree.set("studies", Pictures.tree(results));
    return tree;
  }

  /** A cell as its file has it, with intervals instead of what they were made from. */
  private static ObjectNode tree(Cell cell) {
    ObjectNode whole = CellFiles.MAPPER.valueToTree(cell);
    ObjectNode tree = CellFiles.MAPPER.createObjectNode();
    tree.set("id", whole.remove("id"));
    setting(cell.key(), tree)
        .put("strategy", cell.key().strategy())
        .put("selection", cell.key().selection())
        .put("contender", cell.key().contender());
    whole.remove("key");
    if (cell.notes().isEmpty()) {
      whole.remove("notes");
    }
    whole.remove("evidence"); // stands among the pictures
    ObjectNode figures = CellFiles.MAPPER.createObjectNode();
    cell.figures()
        .forEach(
            (name, figure) -> {
              ObjectNode of = figures.putObject(name).put("value", figure.value());
              interval(figure.interval().orElse(null), of);
            });
    whole.set("figures", figures);
    tree.setAll(whole);
    return tree;
  }

  private static ObjectNode setting(Cell.Key key, ObjectNode tree) {
    return tree.put("model", key.model())
        .put("task", key.task())
        .put("metric", key.metric())
        .put("ablation", key.ablation())
        .put("seed", key.seed());
  }

  private static void interval(@Nullable Interval interval, ObjectNode tree) {
    if (interval == null) {
      tree.putNull("low").putNull("high");
    } else {
      tree.put("low", interval.low()).put("high", interval.high());
    }
  }

  private static ObjectNode tree(Overlap overlap) {
    ObjectNode tree = setting(overlap.setting(), CellFiles.MAPPER.createObjectNode());
    overlap.contenders().forEach(tree.putArray("strategies")::add);
    tree.set("jaccard", CellFiles.MAPPER.valueToTree(overlap.jaccard()));
    return tree;
  }

  private static ObjectNode tree(Difference difference) {
    ObjectNode tree = setting(difference.setting(), CellFiles.MAPPER.createObjectNode());
    tree.put("figure", difference.figure()).put("a", difference.a()).put("b", difference.b());
    tree.put("difference", difference.difference().value());
    interval(difference.difference().interval().orElse(null), tree);
    return tree.put("distinguishable", difference.distinguishable());
  }
}
