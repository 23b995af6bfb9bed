package dev.patchbay.study;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.model.weights.FormWords;
import dev.patchbay.model.weights.KeyValueInputs;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.model.weights.PositionNode;
import dev.patchbay.model.weights.WeightForm;
import dev.patchbay.study.Study.Examination;
import dev.patchbay.study.Study.Resampling;
import dev.patchbay.study.Study.Subject;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A study as somebody wrote it down: its keys, with what holds where one is left out. They are
 * explained in {@code examples/studies/README.md}, and a JSON Schema for editors is beside it.
 */
public final class StudyFile {

  static final List<String> KNOWN =
      List.of(
          "title",
          "description",
          "models",
          "tasks",
          "strategies",
          "metrics",
          "ablations",
          "seeds",
          "selections",
          "prune",
          "resamples",
          "rediscover",
          "examine",
          "dtype",
          "weights",
          "key-value-inputs",
          "positions",
          "device");

  static final List<String> EXAMINE =
      List.of("completeness", "minimality", "hypotheses", "estimates");

  static final List<String> SUBJECT = List.of("name", "tasks");

  private static final String NEEDED = "A study has a title, models and strategies at least.";

  /** Resamples of prompts for an interval where none are asked for: the usual thousand. */
  private static final int RESAMPLES = 1000;

  private static final Pattern DEVICE = Pattern.compile("cpu|gpu(\\d{1,3})?");

  private final YamlValue.Fields fields;

  private StudyFile(YamlValue root) {
    this.fields = root.fields(KNOWN);
  }

  /**
   * Reads a study from YAML 1.2. Whether models, tasks and plug-ins of these names exist is not
   * looked at here.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the file cannot be read or is not a study;
   *     it names the line
   */
  public static Study read(Path path) {
    return new StudyFile(YamlText.read(path)).study();
  }

  private Study study() {
    return new Study(
        fields.required("title", NEEDED).text(),
        fields.optional("description", YamlValue::text, ""),
        distinct(fields.required("models", NEEDED), StudyFile::subject),
        fields.optional("tasks", StudyFile::names, List.of()),
        new StudyContenders(fields.required("strategies", NEEDED)).list(),
        fields.optional("metrics", StudyFile::names, List.of()),
        fields.optional("ablations", StudyFile::names, List.of()),
        fields.optional(
            "seeds", seeds -> distinct(seeds, seed -> seed.whole(Long.MIN_VALUE)), List.of(0L)),
        fields.optional(
            "selections",
            rules -> distinct(rules, rule -> rule.oneOf(CircuitRule.WORDS)),
            List.of(CircuitRule.ABSOLUTE)),
        fields.optional("prune", YamlValue::flag, true),
        new Resampling(
            fields.optional(
                "resamples", value -> value.count(0, Resampling.MOST_RESAMPLES), RESAMPLES),
            fields.optional(
                "rediscover", value -> value.count(0, Resampling.MOST_REDISCOVERIES), 0)),
        true,
        fields.optional("examine", StudyFile::examination, Examination.NONE),
        List.of(),
        new ModelForm(
            fields.optional("dtype", value -> value.oneOf(FormWords.DATA_TYPES), DataType.FLOAT32),
            fields.optional(
                "key-value-inputs",
                value -> value.oneOf(FormWords.INPUTS),
                KeyValueInputs.PER_HEAD),
            fields.optional("weights", value -> value.oneOf(FormWords.WEIGHTS), WeightForm.RAW),
            fields.optional(
                "positions", value -> value.oneOf(FormWords.POSITIONS), PositionNode.OF_MODEL)),
        fields.optional("device", StudyFile::device, "cpu"));
  }

  private static Subject subject(YamlValue item) {
    if (item.scalar()) {
      return new Subject(item.text(), List.of());
    }
    YamlValue.Fields fields = item.fields(SUBJECT);
    return new Subject(
        fields.required("name", "Write 'name: ioi', and beside it its tasks.").text(),
        fields.optional("tasks", StudyFile::names, List.of()));
  }

  private static Examination examination(YamlValue examine) {
    YamlValue.Fields asked = examine.fields(EXAMINE);
    return new Examination(
        asked.optional("completeness", YamlValue::flag, false),
        asked.optional("minimality", YamlValue::flag, false),
        asked.optional("hypotheses", YamlValue::flag, false),
        asked.optional("estimates", StudyFile::names, List.of()));
  }

  private static String device(YamlValue value) {
    String device = value.text();
    if (!DEVICE.matcher(device).matches()) {
      throw value.wrong(
          "'%s' is not a device.".formatted(device), "Devices are named cpu, gpu0, gpu1.");
    }
    return device;
  }

  static List<String> names(YamlValue list) {
    return distinct(list, YamlValue::text);
  }

  /** The items of a list, which are all different. */
  static <T> List<T> distinct(YamlValue list, Function<YamlValue, T> meaning) {
    Set<T> seen = new HashSet<>();
    return list.items().stream()
        .map(
            item -> {
              T value = meaning.apply(item);
              if (!seen.add(value)) {
                throw item.wrong(
                    "%s is given twice%s.".formatted(item.name(), item.said()),
                    "Omit one: the same would run twice.");
              }
              return value;
            })
        .toList();
  }
}
