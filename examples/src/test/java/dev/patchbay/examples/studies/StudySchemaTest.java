package dev.patchbay.examples.studies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.study.StudyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The schema for editors and the reader say the same of the same files. */
class StudySchemaTest {

  private static final Path STUDIES = Path.of("studies");
  private static final String HEAD = "title: t\nmodels: [m]\nstrategies: [s]\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"[{name: m, tasks: [a, b]}, n]", "[{name: m}]"})
  void schema_modelsThatTheReaderTakes_areTaken(String models) throws IOException {
    assertTaken("title: t\nstrategies: [s]\nmodels: " + models);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[{tasks: [a]}]", "[{name: m, task: a}]", "[{name: m, tasks: a}]", "[[m]]"})
  void schema_modelsThatTheReaderRefuses_areRefused(String models) throws IOException {
    assertRefused("title: t\nstrategies: [s]\nmodels: " + models);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "description: two words",
        "tasks: [ioi, 'gate:kind=or']",
        "metrics: [kl-divergence]",
        "ablations: [zero, mean]",
        "seeds: [0, -3, 1e3]",
        "selections: [absolute, signed, greedy]",
        "prune: False",
        "resamples: 0",
        "rediscover: 1000",
        "examine: {}",
        "examine: {completeness: true, minimality: false, hypotheses: true, estimates: [eap]}",
        "dtype: float64",
        "weights: transformer-lens",
        "key-value-inputs: group",
        "positions: sender",
        "device: gpu12"
      })
  void schema_whatTheReaderTakes_isTaken(String more) throws IOException {
    assertTaken(HEAD + more);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['a:x=1,y=2', b]",
        "[{name: a}]",
        "[{name: a, metrics: [x]}, {name: a, metrics: [y]}]",
        "[{name: a, thresholds: [-1, 0, .5]}]",
        "[{name: a, thresholds: {from: .1, to: 1e1, count: 1000}}]"
      })
  void schema_strategiesThatTheReaderTakes_areTaken(String strategies) throws IOException {
    assertTaken("title: t\nmodels: [m]\nstrategies: " + strategies);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "strategys: [a]",
        "description: 3",
        "description: ' '",
        "description:",
        "tasks: ioi",
        "tasks: []",
        "tasks: [a, a]",
        "tasks: [3]",
        "metrics: {a: b}",
        "ablations: [true]",
        "seeds: [1.5]",
        "seeds: ['1']",
        "seeds: 1",
        "selections: [largest]",
        "selections: [signed, signed]",
        "prune: yes",
        "prune: 1",
        "resamples: -1",
        "resamples: many",
        "resamples: 2147483648",
        "rediscover: 0.5",
        "examine: true",
        "examine: {complete: true}",
        "examine: {completeness: 1}",
        "examine: {estimates: []}",
        "dtype: float16",
        "weights: folded",
        "key-value-inputs: heads",
        "positions: true",
        "device: tpu",
        "device: gpu1234"
      })
  void schema_whatTheReaderRefuses_isRefused(String more) throws IOException {
    assertRefused(HEAD + more);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "a",
        "[{}]",
        "[[a]]",
        "[a, a]",
        "[{name: ''}]",
        "[{name: a, tau: 1}]",
        "[a:b=1,c=2]",
        "[{name: a, thresholds: 1}]",
        "[{name: a, thresholds: []}]",
        "[{name: a, thresholds: [1, 1]}]",
        "[{name: a, thresholds: ['1']}]",
        "[{name: a, thresholds: {from: 1, to: 2}}]",
        "[{name: a, thresholds: {from: 0, to: 2, count: 3}}]",
        "[{name: a, thresholds: {from: 1, to: 2, count: 1}}]",
        "[{name: a, thresholds: {from: 1, to: 2, count: 1001}}]",
        "[{name: a, thresholds: {from: 1, to: 2, count: 3, by: 4}}]",
        "[{name: a, metrics: []}]"
      })
  void schema_strategiesThatTheReaderRefuses_areRefused(String strategies) throws IOException {
    assertRefused("title: t\nmodels: [m]\nstrategies: " + strategies);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models: [m]\nstrategies: [s]",
        "title: t\nstrategies: [s]",
        "title: t\nmodels: [m]",
        "[title]"
      })
  void schema_whatIsMissing_isMissed(String yaml) throws IOException {
    assertRefused(yaml);
  }

  @ParameterizedTest
  @ValueSource(strings = {"eap-paper.yaml", "exam.yaml", "ablations.yaml"})
  void schema_studiesHere_areTaken(String name) throws IOException {
    assertTaken(Files.readString(STUDIES.resolve(name)));
  }

  @Test
  void readme_everyKeyOfTheSchema_isExplained() throws IOException {
    String readme = Files.readString(STUDIES.resolve("README.md"));

    assertThat(json().get("properties").fieldNames())
        .toIterable()
        .allSatisfy(key -> assertThat(readme).contains("`" + key + "`"));
  }

  private void assertTaken(String yaml) throws IOException {
    assertThat(schema().validate(parsed(yaml))).as(yaml).isEmpty();
    assertThat(StudyFile.read(write(yaml)).title()).isNotBlank();
  }

  private void assertRefused(String yaml) throws IOException {
    Path file = write(yaml);
    assertThat(schema().validate(parsed(yaml))).as(yaml).isNotEmpty();
    assertThatThrownBy(() -> StudyFile.read(file))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(file.toString());
  }

  private static JsonSchema schema() throws IOException {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(json());
  }

  private static JsonNode json() throws IOException {
    return JsonMapper.builder().build().readTree(STUDIES.resolve("study.schema.json").toFile());
  }

  private static JsonNode parsed(String yaml) {
    Object value =
        new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(yaml);
    return JsonMapper.builder().build().valueToTree(value);
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("study.yaml"), yaml);
  }
}
