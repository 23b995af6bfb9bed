package dev.patchbay.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
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
    return ScoreFile.read(Files.writeString(folder.resolve("scores.json"), text), sign);
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
