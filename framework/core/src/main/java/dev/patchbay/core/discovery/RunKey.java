package dev.patchbay.core.discovery;

import dev.patchbay.spi.report.PluginUse;
import dev.patchbay.spi.report.Provenance;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;

/** All that decides what a search does and finds, field by field: equal keys, equal bytes. */
final class RunKey {

  private RunKey() {}

  static Map<String, String> of(Plan plan, Provenance provenance) {
    Map<String, String> key = new TreeMap<>();
    for (RecordComponent field : Provenance.class.getRecordComponents()) {
      try {
        key.put(field.getName(), String.valueOf(field.getAccessor().invoke(provenance)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    key.put("strategy", words(plan.strategy().use()));
    key.put("metric", words(plan.metric().use()));
    key.put("ablation", words(plan.ablation().use()));
    key.put("products of weights", plan.request().batching().products() ? "held" : "none");
    key.put("key/value inputs", String.valueOf(plan.request().form().inputs()));
    key.put("positions", String.valueOf(plan.request().form().positions()));
    return key;
  }

  private static String words(PluginUse use) {
    return use.name() + new TreeMap<>(use.options());
  }
}
