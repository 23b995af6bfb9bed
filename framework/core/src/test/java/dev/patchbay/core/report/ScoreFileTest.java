package dev.patchbay.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.testing.Mutations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreFileTest {

  private static final String WHOLE =
      """
      {"cfg": {"n_layers": 1, "n_heads": 1, "parallel_attn_mlp": false, "d_model": 4},
       "nodes": {"input": {"in_graph": true}, "a0.h0": {"in_graph": false}},
       "edges": {"input->a0.h0<q>": {"score": 0.5, "in_graph": true},
                 "input->a0.h0<k>": {"in_graph": true, "score": -1},
                 "input->a0.h0<v>": {"score": 0, "in_graph": false},
                 "input->logits": {"score": 2e-3, "in_graph": false},
                 "a0.h0->logits": {"score": 4, "in_graph": true}},
       "sign": "loss", "not_scored": ["input->a0.h0<v>"]}
      """;

  @TempDir private Path folder;

  private final List<String> notes = new ArrayList<>();

  private EdgeScores read(String text) throws IOException {
    return read(text, Optional.empty());
  }

  private EdgeScores read(String text, Optional<ScoreFile.Sign> sign) throws IOException {
    return contents(text, sign).scores();
  }

  private ScoreFile.Contents contents(String text, Optional<ScoreFile.Sign> sign)
      throws IOException {
    return ScoreFile.read(Files.writeString(folder.resolve("scores.json"), text), sign, notes::add);
  }

  @Test
  void read_edgesInTheGraph_areTheCircuitWithoutThoseOfAMissingHead() throws IOException {
    ScoreFile.Contents headless = contents(WHOLE, Optional.empty());
    ScoreFile.Contents whole =
        contents(
            WHOLE.replace("\"a0.h0\": {\"in_graph\": false}", "\"a0.h0\": {}"), Optional.empty());

    assertThat(headless.circuit().orElseThrow().size()).isZero();
    assertThat(whole.circuit().orElseThrow().ordinals()).containsExactly(0, 1, 4);
    assertThat(whole.bringsCircuit()).isTrue();
  }

  @Test
  void read_everyEdgeOrNoneInTheGraph_bringsNoCircuit() throws IOException {
    String all = WHOLE.replace("\"in_graph\": false", "\"in_graph\": true");
    String none = WHOLE.replace("\"in_graph\": true", "\"in_graph\": false");
    String silent =
        WHOLE.replaceAll(", \"in_graph\": (true|false)|\"in_graph\": (true|false),?", "");

    assertThat(contents(all, Optional.empty()).circuit().orElseThrow().size()).isEqualTo(5);
    assertThat(contents(all, Optional.empty()).bringsCircuit()).isFalse();
    assertThat(contents(none, Optional.empty()).bringsCircuit()).isFalse();
    assertThat(contents(silent, Optional.empty()).circuit()).isEmpty();
  }

  @Test
  void read_report_givesItsScoresAndItsCircuit() throws IOException {
    CircuitReport report = Reports.report();
    Path file = folder.resolve("report.json");
    try (OutputStream out = Files.newOutputStream(file)) {
      ReportJson.write(report, out);
    }

    assertThat(ScoreFile.read(file, Optional.empty(), notes::add))
        .isEqualTo(new ScoreFile.Contents(report.scores(), Optional.of(report.circuit())));
    assertThatThrownBy(() -> ScoreFile.read(file, Optional.of(ScoreFile.Sign.METRIC), notes::add))
        .hasMessageContaining("says that its scores are changes of the loss, --scores-sign");
  }

  @Test
  void read_graphMl_saysWhatToGive() {
    assertThatThrownBy(() -> read("<?xml version=\"1.0\"?><graphml/>"))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("cannot be read as JSON: ")
        .hasMessageEndingWith(
            "\nIs the file complete? Give the scores.json or the report.json of a run, or a graph that"
                + " EAP-IG or MIB has written as JSON.");
  }

  @Test
  void read_wholeFile_givesEveryScore() throws IOException {
    EdgeScores scores = read(WHOLE);

    assertThat(scores.graph().shape().mlps()).isFalse();
    assertThat(scores.score(0)).hasValue(.5);
    assertThat(scores.score(1)).hasValue(-1);
    assertThat(scores.score(2)).isEmpty();
    assertThat(scores.score(4)).hasValue(4);
  }

  @Test
  void read_changesOfTheMetric_areTurnedRound() throws IOException {
    assertThat(read(WHOLE.replace("\"loss\"", "\"metric\"")).score(4)).hasValue(-4);
  }

  @Test
  void read_signByWord_isTakenWhereTheFileIsSilent() throws IOException {
    String silent = WHOLE.replace("\"sign\": \"loss\", ", "");

    assertThat(read(silent, Optional.of(ScoreFile.Sign.METRIC)).score(0)).hasValue(-.5);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"score\": 4 | \"score\": NaN | has no finite score for the edge 'a0.h0->logits'.",
        "\"score\": 4 | \"score\": \"4\" | has no finite score for the edge 'a0.h0->logits'.",
        "{\"score\": 4, \"in_graph\": true} | 4 | the edge a0.h0->logits is not an object.",
        "a0.h0->logits | a0.h7->logits | has a score for 'a0.h7->logits', which a graph of 1 layers",
        "a0.h0->logits | a0.h0=>logits | has a score for 'a0.h0=>logits', which a graph of 1 layers",
        "a0.h0->logits | input->logits | names the edge 'input->logits' twice.",
        "\"n_heads\": 1 | \"n_heads\": 2 | has scores for 5 of 9 edges: ",
        "\"n_heads\": 1 | \"n_heads\": 0 | 'cfg' has 1 layers of 0 heads",
        "\"n_heads\": 1 | \"n_heads\": 2000000000 | has no whole number 'n_heads' up to 10000",
        "\"n_layers\": 1 | \"layers\": 1 | has no whole number 'n_layers'",
        "4, \"in_graph\": true | 4, \"in_graph\": 1 | says 1 of 'in_graph' of 'a0.h0->logits'.",
        "\"sign\": \"loss\" | \"sign\": \"up\" | 'sign' is 'up'.",
        "\"edges\": { | \"edges\": [ | edges is not an object.",
        "\"n_heads\": 1 | \"n_heads\": 9999 | has 5 edges, but 'cfg' is of a graph of 39997: 1 layers of 9999 heads.",
        "\"n_layers\": 1 | \"n_layers\": 10000 | has 5 edges, but 'cfg' is of a graph of 150025001: 10000 layers of 1 heads.",
        "\"n_heads\": 1 | \"n_heads\": 1, \"n_heads\": 1 | has 'n_heads' twice in 'cfg'.",
        "\"n_heads\": 1 | \"n_heads\": 123456789012345678901234567890 | has no whole number 'n_heads' up to 10000",
        "\"parallel_attn_mlp\": false | \"parallel_attn_mlp\": 2 | 'parallel_attn_mlp' in 'cfg' that is neither true nor false: 2.",
        "\"parallel_attn_mlp\": false | \"parallel_attn_mlp\": \"no\" | is neither true nor false: no.",
        "\"score\": 4 | \"score\": 4, \"score\": 5 | has two scores for the edge 'a0.h0->logits'.",
        "4, \"in_graph\": true | 4, \"in_graph\": true, \"in_graph\": false | says 'in_graph' of 'a0.h0->logits' twice.",
        "\"a0.h0\": {\"in_graph\": false} | \"a0.h0\": {\"in_graph\": false, \"in_graph\": true} | says 'in_graph' of 'a0.h0' twice.",
        "\"a0.h0\": {\"in_graph\": false} | \"input\": {\"in_graph\": false} | names the node 'input' twice.",
        "\"a0.h0\": {\"in_graph\": false} | \"a0.h1\": {\"in_graph\": false} | has the node 'a0.h1', which a graph of 1 layers of 1 heads does not have.",
        "\"sign\": | \"sign\": \"metric\", \"sign\": | has 'sign' twice.",
        "\"sign\": | \"Sign\": | has the unknown key 'Sign'. Did you mean 'sign'?",
        "\"not_scored\" | \"not_score\" | has the unknown key 'not_score'. Did you mean 'not_scored'?",
        "[\"input->a0.h0<v>\"]} | [\"input->a0.h0<v>\"]} x | cannot be read as JSON: Unrecognized token 'x'",
        "[\"input->a0.h0<v>\"]} | [\"input->a0.h0<v>\"]} {} | does not end with its scores: something follows.",
        "[\"input->a0.h0<v>\"] | [\"input->a9.h0<v>\"] | lists input->a9.h0<v> as 'not_scored', which is not an edge",
        "[\"input->a0.h0<v>\"] | [7] | lists 7 as 'not_scored', which is not an edge",
        "\"sign\": \"loss\", | '' | does not say of what its scores are changes.",
      })
  void read_brokenFile_saysWhatIsWrong(String whole, String broken, String sentence) {
    String text = WHOLE.replace(whole, broken);

    assertThat(text).isNotEqualTo(WHOLE);
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void read_moreThanTheParserTakes_isRefusedWithoutItsNames() {
    String digits = "9".repeat(1001);

    assertThatThrownBy(() -> read(WHOLE.replace("\"score\": 4", "\"score\": " + digits)))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(
            folder.resolve("scores.json")
                + " cannot be read as JSON: A number has more than 1000 digits\nIs the file complete?");
  }

  /** Configurations as EAP-IG writes them hold whatever the model's does. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"d_model\": 4 | \"d_model\": 4, \"eos\": 4294967296, \"seed\": 123456789012345678901234567890",
        "\"parallel_attn_mlp\": false | \"parallel_attn_mlp\": null",
        "\"parallel_attn_mlp\": false | \"parallel_attn_mlp\": 0",
        "\"parallel_attn_mlp\": false | \"dtype\": {\"a\": [1]}",
      })
  void read_anotherConfiguration_givesTheSameScores(String whole, String other) throws IOException {
    assertThat(read(WHOLE.replace(whole, other))).isEqualTo(read(WHOLE));
    assertThat(notes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "1"})
  void read_parallelInPythonsWords_isParallel(String word) throws IOException {
    assertThat(
            read(WHOLE.replace("\"parallel_attn_mlp\": false", "\"parallel_attn_mlp\": " + word))
                .graph()
                .shape()
                .parallel())
        .isTrue();
  }

  @Test
  void read_keysOfOthers_areNoted() throws IOException {
    read(WHOLE.replace("\"sign\"", "\"metadata\": {}, \"version\": 2, \"sign\""));

    assertThat(notes)
        .containsExactly(folder.resolve("scores.json") + ": not read: 'metadata', 'version'");
  }

  @Test
  void read_halfAFile_saysSo() {
    assertThatThrownBy(() -> read(WHOLE.substring(0, 200)))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("cannot be read as JSON");
  }

  @Test
  void read_signThatContradictsTheFile_isRefused() {
    assertThatThrownBy(() -> read(WHOLE, Optional.of(ScoreFile.Sign.METRIC)))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("says that its scores are changes of the loss, --scores-sign");
  }

  @Test
  void read_aFileWithOneThingWrong_isRefusedInWordsOrRead() throws IOException {
    int refused = 0;
    for (String mutation : Mutations.of(WHOLE)) {
      try {
        read(mutation);
      } catch (PatchbayException e) {
        assertThat(e.getMessage()).contains("scores.json").contains("\n");
        refused++;
      }
    }

    assertThat(refused).isGreaterThan(100);
  }
}
