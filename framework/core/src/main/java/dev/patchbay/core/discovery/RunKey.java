package dev.patchbay.core.discovery;

import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.model.prompts.PromptHash;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.report.PluginUse;
import dev.patchbay.spi.report.Provenance;
import dev.patchbay.spi.task.PromptSet;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** All that decides what a search does and finds, field by field: equal keys, equal bytes. */
final class RunKey {

  private RunKey() {}

  /** What a report says of where its numbers come from. */
  static Provenance provenance(
      RunRequest request, TensorEngine engine, String modelHash, PromptSet prompts) {
    return new Provenance(
        PatchbayVersion.NUMBER,
        engine.name(),
        System.getProperty("java.version", "unknown"),
        System.getProperty("os.name", "unknown") + " " + System.getProperty("os.arch", "unknown"),
        modelHash,
        PromptHash.of(prompts),
        request.device(),
        request.dataType().name().toLowerCase(Locale.ROOT),
        Options.word(request.form().weights()),
        request.batchSize(),
        engine.threads(),
        request.seed());
  }

  static Map<String, String> of(ResolvedRequest resolved, Provenance provenance) {
    Map<String, String> key = new TreeMap<>();
    for (RecordComponent field : Provenance.class.getRecordComponents()) {
      try {
        key.put(field.getName(), String.valueOf(field.getAccessor().invoke(provenance)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    key.put("strategy", words(resolved.strategy().use()));
    key.put("metric", words(resolved.metric().use()));
    key.put("ablation", words(resolved.ablation().use()));
    key.put("key/value inputs", String.valueOf(resolved.request().form().inputs()));
    key.put("plug-in of the strategy", PluginContent.of(resolved.strategy().made()));
    key.put("plug-in of the metric", PluginContent.of(resolved.metric().made().metric()));
    key.put("plug-in of the ablation", PluginContent.of(resolved.ablation().made()));
    key.put("positions", String.valueOf(resolved.request().form().positions()));
    return key;
  }

  private static String words(PluginUse use) {
    return use.name() + new TreeMap<>(use.options());
  }
}
