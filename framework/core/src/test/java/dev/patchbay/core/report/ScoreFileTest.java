package dev.patchbay.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CircuitReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private EdgeScores read(String text) throws IOException {
    return read(text, Optional.empty());
  }

  private EdgeScores read(String text, Optional<ScoreFile.Sign> sign) throws IOException {
    return contents(text, sign).scores();
  }

  private ScoreFile.Contents contents(String text, Optional<ScoreFile.Sign> sign)
      throws IOException {
    return ScoreFile.read(Files.writeString(folder.resolve("scores.json"), text), sign);
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

    assertThat(ScoreFile.read(file, Optional.empty()))
        .isEqualTo(new ScoreFile.Contents(report.scores(), Optional.of(report.circuit())));
    assertThatThrownBy(() -> ScoreFile.read(file, Optional.of(ScoreFile.Sign.METRIC)))
        .hasMessageContaining("says that its scores are changes of the loss, --scores-sign");
  }

  @Test
  void read_graphMl_saysWhatToGive() {
    assertThatThrownBy(() -> read("<?xml version=\"1.0\"?><graphml/>"))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("cannot be read as JSON: ")
        .hasMessageEndingWith(
            "\nIs the file whole? Give the scores.json or the report.json of a run, or a graph that"
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
        "{\"score\": 4, \"in_graph\": true} | 4 | the edge a0.h0->logits is no object.",
        "a0.h0->logits | a0.h7->logits | has a score for 'a0.h7->logits', which a graph of 1 layers",
        "a0.h0->logits | a0.h0=>logits | has a score for 'a0.h0=>logits', which a graph of 1 layers",
        "a0.h0->logits | input->logits | names the edge 'input->logits' twice.",
        "\"n_heads\": 1 | \"n_heads\": 2 | has scores for 5 of 9 edges: ",
        "\"n_heads\": 1 | \"n_heads\": 0 | 'cfg' has 1 layers of 0 heads",
        "\"n_heads\": 1 | \"n_heads\": 2000000000 | has no whole number 'n_heads' up to 10000",
        "\"n_layers\": 1 | \"layers\": 1 | has no whole number 'n_layers'",
        "4, \"in_graph\": true | 4, \"in_graph\": 1 | says 1 of 'in_graph' of 'a0.h0->logits'.",
        "\"sign\": \"loss\" | \"sign\": \"up\" | 'sign' is 'up'.",
        "\"edges\": { | \"edges\": [ | edges is no object.",
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
}
