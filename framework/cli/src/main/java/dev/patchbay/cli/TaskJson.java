package dev.patchbay.cli;

import dev.patchbay.core.lookup.TaskPreview.Example;
import dev.patchbay.core.lookup.TaskPreview.Preview;
import java.util.LinkedHashMap;
import java.util.Map;

/** A task's prompts, for machines. */
final class TaskJson {

  private TaskJson() {}

  static String of(Preview preview) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("task", preview.prompts().name());
    all.put("options", preview.task().options());
    all.put("model", preview.model());
    all.put("metric", preview.metric());
    all.put("ablation", preview.ablation());
    all.put("prompts", preview.prompts().pairs().size());
    all.put("notes", preview.prompts().notes());
    all.put("checks", PromptChecks.of(preview.prompts()));
    all.put("examples", preview.examples().stream().map(TaskJson::example).toList());
    return Json.text(all);
  }

  private static Map<String, Object> example(Example example) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("clean", example.clean());
    all.put("clean_ids", example.pair().clean());
    all.put("corrupted", example.corrupted());
    all.put("corrupted_ids", example.pair().corrupted());
    all.put("answers", example.answers());
    return all;
  }
}
