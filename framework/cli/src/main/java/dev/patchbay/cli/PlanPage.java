package dev.patchbay.cli;

import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.memory.ByteSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A run's plan as text. */
record PlanPage(Console.Paint paint) {

  List<String> lines(RunPlan plan) {
    RunRequest request = plan.request();
    List<String> lines = new ArrayList<>();
    lines.add(
        paint.strong(plan.model())
            + " on %s, %s"
                .formatted(
                    request.prompts().map(file -> file.toString()).orElse(request.task()),
                    request.strategy()));
    lines.add(row("prompts", prompts(plan)));
    lines.add(
        row(
            "numbers",
            "%s on %s"
                .formatted(request.dataType().name().toLowerCase(Locale.ROOT), request.device())));
    plan.choices().forEach((what, chosen) -> lines.add(row(what, chosen)));
    lines.add(row("memory", memory(plan)));
    plan.memory()
        .forEach(
            (name, bytes) -> lines.add(row("", "%-11s%s".formatted(ByteSize.words(bytes), name))));
    lines.add("");
    lines.add(paint.faint("Nothing has run. Without --explain, this is what will."));
    return lines;
  }

  private static String prompts(RunPlan plan) {
    Map<Integer, Long> counts =
        plan.batches().stream()
            .collect(
                Collectors.groupingBy(
                    Function.identity(), LinkedHashMap::new, Collectors.counting()));
    String batches =
        counts.entrySet().stream()
            .map(entry -> "%s of %s".formatted(entry.getValue(), entry.getKey()))
            .collect(Collectors.joining(", "));
    return "%s of up to %s tokens; batches: %s"
        .formatted(Sizes.count(plan.prompts()), plan.tokens(), batches);
  }

  private static String memory(RunPlan plan) {
    String budget =
        plan.budget().isPresent()
            ? " (they may take %s)".formatted(ByteSize.words(plan.budget().getAsLong()))
            : "";
    return "about %s of tensors%s, and %s of Java and libraries"
        .formatted(ByteSize.words(plan.tensorBytes()), budget, ByteSize.words(plan.processBytes()));
  }

  private static String row(String label, String value) {
    return "  %-15s %s".formatted(label, value);
  }
}
