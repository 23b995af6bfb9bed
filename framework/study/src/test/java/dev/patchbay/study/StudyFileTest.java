package dev.patchbay.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.model.weights.KeyValueInputs;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.model.weights.PositionNode;
import dev.patchbay.model.weights.WeightForm;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.study.Study.Contender;
import dev.patchbay.study.Study.Examination;
import dev.patchbay.study.Study.Resampling;
import dev.patchbay.study.Study.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StudyFileTest {

  /** Three lines: what a study cannot do without. */
  private static final String HEAD = "title: t\nmodels: [m]\nstrategies: [s]\n";

  private static final String KEYS =
      "title, description, models, tasks, strategies, metrics, ablations, seeds, selections, prune,"
          + " resamples, rediscover, examine, dtype, weights, key-value-inputs, positions, device.";

  @TempDir Path folder;

  @Test
  void read_leastStudy_hasTheDefaults() throws IOException {
    assertThat(read(HEAD))
        .isEqualTo(
            new Study(
                "t",
                "",
                List.of(new Subject("m", List.of())),
                List.of(),
                List.of(new Contender("s", List.of(), List.of())),
                List.of(),
                List.of(),
                List.of(0L),
                List.of(CircuitRule.ABSOLUTE),
                true,
                new Resampling(1000, 0),
                true,
                Examination.NONE,
                List.of(),
                ModelForm.plain(DataType.FLOAT32),
                "cpu"));
  }

  @Test
  void read_everyKey_isInTheStudy() throws IOException {
    Study study =
        read(
            """
                title: "Signs: what they do"
                description: >
                  Two
                  lines.
                models: [m, {name: 'or-gate', tasks: [gate, x]}]
                tasks: [ioi:template=all]
                strategies:
                  - eap
                  - name: acdc:order=repo
                    thresholds: {from: 1e-3, to: .1, count: 3}
                    metrics: [kl-divergence]
                  - {name: acdc, thresholds: [-0.5, 0, 2]}
                metrics: [logit-difference]
                ablations: [patching, zero]
                seeds: [3, -1]
                selections: [greedy, signed]
                prune: false
                resamples: 0
                rediscover: 20
                examine: {completeness: true, minimality: false, hypotheses: true, estimates: [eap]}
                dtype: float64
                weights: transformer-lens
                key-value-inputs: group
                positions: sender
                device: gpu1
                """);

    assertThat(study)
        .isEqualTo(
            new Study(
                "Signs: what they do",
                "Two lines.\n",
                List.of(new Subject("m", List.of()), new Subject("or-gate", List.of("gate", "x"))),
                List.of("ioi:template=all"),
                List.of(
                    new Contender("eap", List.of(), List.of()),
                    new Contender(
                        "acdc:order=repo", List.of(.001, .01, .1), List.of("kl-divergence")),
                    new Contender("acdc", List.of(-.5, 0.0, 2.0), List.of())),
                List.of("logit-difference"),
                List.of("patching", "zero"),
                List.of(3L, -1L),
                List.of(CircuitRule.GREEDY, CircuitRule.SIGNED),
                false,
                new Resampling(0, 20),
                true,
                new Examination(true, false, true, List.of("eap")),
                List.of(),
                new ModelForm(
                    DataType.FLOAT64,
                    KeyValueInputs.PER_GROUP,
                    WeightForm.TRANSFORMER_LENS,
                    PositionNode.SENDER),
                "gpu1"));
  }

  @Test
  void read_byteOrderMarkAndWindowsLines_areNoMatter() throws IOException {
    assertThat(read("\uFEFF" + HEAD.replace("\n", "\r\n"))).isEqualTo(read(HEAD));
  }

  @Test
  void read_sameStrategyByAnotherMetric_isAllowed() throws IOException {
    List<Contender> contenders =
        read("title: t\nmodels: [m]\nstrategies: [acdc, {name: acdc, metrics: [kl-divergence]}]\n")
            .contenders();

    assertThat(contenders)
        .extracting(Contender::metrics)
        .containsExactly(List.of(), List.of("kl-divergence"));
  }

  static List<Arguments> wrong() {
    return List.of(
        wrong(
            HEAD + "strategys: [s]\n",
            ", line 4: unknown key 'strategys'.\nDid you mean 'strategies'? Known here: " + KEYS),
        wrong(
            "models: [m]\nstrategies: [s]\n",
            ", line 1: the file lacks 'title'.\n"
                + "A study has a title, models and strategies at least."),
        wrong(HEAD + "title: u\n", ", line 4: 'title' is given twice.\nKeep one of the two."),
        wrong(
            HEAD + "tasks:\n",
            ", line 4: 'tasks' has no value.\nWrite one after the colon, or omit it."),
        wrong(
            HEAD + "tasks: []\n",
            ", line 4: 'tasks' is an empty list.\nName one at least, or omit the key."),
        wrong(
            HEAD + "tasks: ioi\n", ", line 4: 'tasks' is not a list.\nPut it in brackets: [ioi]."),
        wrong(
            HEAD + "tasks: {ioi: 1}\n",
            ", line 4: 'tasks' is not a list.\nWrite one item a line, each after '- '."),
        wrong(
            HEAD + "tasks: [ioi,\n ioi]\n",
            ", line 5: an item of 'tasks' is given twice: ioi.\n"
                + "Omit one: the same would run twice."),
        wrong(
            HEAD + "tasks: [1]\n",
            ", line 4: an item of 'tasks' is not text: 1.\n"
                + "Put it in quotes if it is meant as text: '1'."),
        wrong(
            HEAD + "tasks: [' ']\n",
            ", line 4: an item of 'tasks' is empty.\nWrite something, or omit it."),
        wrong(
            HEAD + "tasks: [[ioi]]\n",
            ", line 4: an item of 'tasks' is not text.\n"
                + "Give one text, in quotes if it has brackets or a colon."),
        wrong(
            HEAD + "resamples: -1\n", ", line 4: 'resamples' is less than 0: -1.\nGive 0 or more."),
        wrong(
            HEAD + "resamples: many\n",
            ", line 4: 'resamples' is not a number: many.\nWrite it like 0.01 or 1e-2."),
        wrong(
            HEAD + "resamples: .inf\n",
            ", line 4: 'resamples' is not a number: .inf.\nWrite it like 0.01 or 1e-2."),
        wrong(
            HEAD + "resamples: 10.5\n",
            ", line 4: 'resamples' is not a whole number: 10.5.\nWrite it like 1000."),
        wrong(
            HEAD + "resamples: 3000000000\n",
            ", line 4: 'resamples' is too large: 3000000000.\nGive at most 100000."),
        wrong(
            HEAD + "prune: yes\n",
            ", line 4: 'prune' is neither true nor false: yes.\nWrite true or false."),
        wrong(
            HEAD + "selections: [absolut]\n",
            ", line 4: an item of 'selections' cannot be 'absolut'.\n"
                + "Did you mean 'absolute'? Known here: absolute, greedy, signed."),
        wrong(
            HEAD + "dtype: float16\n",
            ", line 4: 'dtype' cannot be 'float16'.\n"
                + "Did you mean 'float32' or 'float64'? Known here: float32, float64."),
        wrong(
            HEAD + "device: tpu\n",
            ", line 4: 'tpu' is not a device.\nDevices are named cpu, gpu0, gpu1."),
        wrong(
            HEAD + "examine: true\n",
            ", line 4: 'examine' has no keys.\n"
                + "Write 'key: value' lines; known here:"
                + " completeness, minimality, hypotheses, estimates."),
        wrong(
            HEAD + "examine: {complete: true}\n",
            ", line 4: unknown key 'complete'.\nDid you mean 'completeness'? Known here:"
                + " completeness, minimality, hypotheses, estimates."),
        strategies(
            "[eap, eap]",
            ", line 3: the strategy 'eap' is given twice for the same metric.\n"
                + "Omit one, give it other options, or put all thresholds into one list."),
        strategies(
            "[{name: a, metrics: [x, y]}, {name: a, metrics: [y]}]",
            ", line 3: the strategy 'a' is given twice for the same metric.\n"
                + "Omit one, give it other options, or put all thresholds into one list."),
        strategies(
            "[{thresholds: [1]}]",
            ", line 3: an item of 'strategies' lacks 'name'.\n"
                + "Write 'name: acdc', and beside it its thresholds or metrics."),
        strategies(
            "[{name: a, tau: 1}]",
            ", line 3: unknown key 'tau'.\nKnown here: name, thresholds, metrics."),
        strategies(
            "[eap-acdc:keep=0.3,order=repo]",
            ", line 3: 'order=repo' is not the name of a strategy.\n"
                + "In brackets a comma begins the next item: put a name with options in quotes, or"
                + " on a line of its own after '- '."),
        strategies(
            "[{name: a, thresholds: 1}]",
            ", line 3: 'thresholds' has no keys.\n"
                + "Write 'key: value' lines; known here: from, to, count."),
        strategies(
            "[{name: a, thresholds: [.1, 1e-1]}]",
            ", line 3: an item of 'thresholds' is given twice: 1e-1.\n"
                + "Omit one: the same would run twice."),
        strategies(
            "[{name: a, thresholds: {from: 1, to: 2}}]",
            ", line 3: 'thresholds' lacks 'count'.\n"
                + "Write {from: 1e-4, to: 1, count: 9}, or a list: [0.01, 0.1]."),
        strategies(
            "[{name: a, thresholds: {from: 0, to: 2, count: 3}}]",
            ", line 3: 'from' is not above 0: 0.0.\n"
                + "Thresholds between two ends are spaced by their logarithm;"
                + " list others: [-0.01, 0]."),
        strategies(
            "[{name: a, thresholds: {from: 2, to: 2, count: 3}}]",
            ", line 3: the thresholds lead from 2.0 to 2.0.\nGive the smaller one first."),
        strategies(
            "[{name: a, thresholds: {from: 1, to: 2, count: 1}}]",
            ", line 3: 'count' is less than 2: 1.\nGive 2 or more."),
        strategies(
            "[{name: a, thresholds: {from: 1, to: 2, count: 1001}}]",
            ", line 3: 'count' is too large: 1001.\nGive at most 1000."),
        wrong(
            "",
            ": the file is empty.\nBegin with 'title: …', 'models: […]' and 'strategies: […]'."),
        wrong(
            "# nothing\n",
            ": the file is empty.\nBegin with 'title: …', 'models: […]' and 'strategies: […]'."),
        wrong(
            "- a\n",
            ", line 1: the file has no keys.\nWrite 'key: value' lines; known here: " + KEYS),
        wrong(
            "title: t\n\tmodels: [m]\n",
            ", line 2: a tab, where YAML has blanks.\nReplace it with blanks."),
        wrong(
            HEAD + "tasks: [a\n",
            ", line 5: not valid YAML (expected ',' or ']', but got <stream end>).\n"
                + "Look at that line and the one before it: an open quote or bracket, or a different"
                + " depth of indentation."),
        wrong(
            HEAD + "---\ntitle: u\n",
            ", line 4: not valid YAML (but found another document).\n"
                + "Look at that line and the one before it: an open quote or bracket, or a different"
                + " depth of indentation."),
        wrong(
            HEAD + "tasks: &a [x]\nmetrics: *a\n",
            ", line 4: anchors (&name) and aliases (*name) are not read here.\n"
                + "Write the value where it belongs, or in quotes if it is meant as text."),
        wrong(
            HEAD + "tasks: !!javax.script.ScriptEngineManager [x]\n",
            ", line 4: tags are not read here: 'tag:yaml.org,2002:javax.script.ScriptEngineManager'."
                + "\nOmit the tag, or put the value in quotes if it is meant as text."),
        wrong(
            HEAD + "tasks: " + "[".repeat(15) + "a" + "]".repeat(15) + "\n",
            ", line 4: an item of 'tasks' is not text.\n"
                + "Give one text, in quotes if it has brackets or a colon."),
        wrong(
            HEAD + "tasks: " + "[".repeat(16) + "a" + "]".repeat(16) + "\n",
            ", line 4: lists and keys are nested more than 16 deep.\n"
                + "A study has at most four levels: is it the right file?"),
        wrong(
            HEAD + "tasks: " + "[".repeat(100_000),
            ", line 4: lists and keys are nested more than 16 deep.\n"
                + "A study has at most four levels: is it the right file?"),
        wrong(
            "#".repeat(300_000),
            ": the file has more than 262,144 bytes.\n"
                + "A study is a page of text: is it the right file?"));
  }

  private static Arguments wrong(String yaml, String message) {
    return Arguments.of(message.lines().findFirst().orElseThrow(), yaml, message);
  }

  private static Arguments strategies(String list, String message) {
    return wrong("title: t\nmodels: [m]\nstrategies: " + list + "\n", message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void read_wrongFile_saysWhereAndWhat(String name, String yaml, String message)
      throws IOException {
    Path file = write(yaml);

    assertThatThrownBy(() -> StudyFile.read(file))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(file + message);
  }

  @Test
  void read_notText_isRefused() throws IOException {
    Path file = Files.write(folder.resolve("study.yaml"), new byte[] {'a', (byte) 0xff, 'b'});

    assertThatThrownBy(() -> StudyFile.read(file))
        .hasMessage(
            file + ": the file is not UTF-8 text.\nSave it in UTF-8; is it the right file?");
  }

  @Test
  void read_controlCharacters_areRefused() throws IOException {
    Path file = write("title: \u0001\n");

    assertThatThrownBy(() -> StudyFile.read(file))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(file + ": not valid YAML (");
  }

  @Test
  void read_folder_isRefused() {
    assertThatThrownBy(() -> StudyFile.read(folder))
        .hasMessage(folder + " is a folder.\nName a file in it, such as study.yaml.");
  }

  @Test
  void read_missingFile_isRefused() {
    Path file = folder.resolve("none.yaml");

    assertThatThrownBy(() -> StudyFile.read(file))
        .hasMessage(
            "There is no study file '%s'.\n".formatted(file)
                + "'patchbay compare' takes a YAML file, such as examples/studies/exam.yaml; paths"
                + " count from the current folder.");
  }

  private Study read(String yaml) throws IOException {
    return StudyFile.read(write(yaml));
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("study.yaml"), yaml, StandardCharsets.UTF_8);
  }
}
