package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.GraphShape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published truth, and EAP-IG's published scores of GPT-2 small on IOI held against it. */
class TruthCommandTest {

  /** The published figures have four digits. */
  private static final double FOUR_DIGITS = 5e-5;

  @TempDir private static Path folder;

  private static Path peer;

  private final RealSession user = new RealSession();

  /** Puts the peer's file together again; its layout is all that the scores leave out. */
  @BeforeAll
  static void writePeersFile() throws IOException {
    peer = folder.resolve("ioi-eap-ig.json");
    ComputationGraph graph = ComputationGraph.of(GraphShape.sequential(12, 12));
    FloatBuffer scores = scores();
    StringBuilder json =
        new StringBuilder(
            "{\"cfg\": {\"n_layers\": 12, \"n_heads\": 12, \"parallel_attn_mlp\": false, \"d_model\":"
                + " 768}, \"nodes\": {\"m0\": {\"in_graph\": true}}, \"edges\": {");
    for (int ordinal = 0; ordinal < graph.edgeCount(); ordinal++) {
      json.append(ordinal == 0 ? "" : ", ")
          .append(
              "\"%s\": {\"score\": %s, \"in_graph\": false}"
                  .formatted(graph.edge(ordinal).name(), (double) scores.get(ordinal)));
    }
    Files.writeString(peer, json + "}}");
  }

  private static FloatBuffer scores() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            TruthCommandTest.class.getResourceAsStream("/mib/ioi-eap-ig.float32"))) {
      return ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
  }

  @Test
  void truth_withoutWords_listsCountsInBothCountings() {
    assertThat(user.type("truth")).isZero();

    assertThat(user.out().replaceAll(" +", " "))
        .contains("ioi-gpt2 963 of 32,491 1,041 of 32,923 196 of 1,022")
        .contains("greater-than-gpt2 235 of 32,491 262 of 32,923 77 of")
        .contains(
            "docstring-attn-only-4l 24 of 1,281 37 of 1,377 34 of 226\n docstring in attn-only-4l")
        .contains("Wang et al. 2022");
  }

  @ParameterizedTest
  @CsvSource({"loss, .8677, .5301", "metric, .8677, .4699"})
  void truth_peersScores_haveThePublishedAreasAndHits(String sign, double absolute, double signed)
      throws JsonProcessingException {
    int code =
        user.type("truth", "ioi", "--scores", peer.toString(), "--scores-sign", sign, "--json");

    assertThat(code).as(user.err()).isZero();
    JsonNode judged = new ObjectMapper().readTree(user.out());
    assertThat(judged.at("/absolute/edge_auc_trapezoid").asDouble())
        .isCloseTo(absolute, within(FOUR_DIGITS));
    assertThat(judged.at("/signed/edge_auc_trapezoid").asDouble())
        .isCloseTo(signed, within(FOUR_DIGITS));
    assertThat(judged.at("/absolute/precision").asDouble()).isEqualTo(354.0 / 963);
    assertThat(judged.at("/signed/precision").asDouble()).isEqualTo(244.0 / 963);
  }

  @Test
  void truth_scoresForPeople_areATable() {
    user.type("truth", "ioi", "--scores", peer.toString(), "--scores-sign", "metric");

    assertThat(user.out()).containsPattern("AUC by edge, trapezoid +0\\.8677 +0\\.4699");
  }

  @Test
  void truth_fileWithACircuitAndTiedScores_saysBoth() throws IOException {
    ComputationGraph graph = ComputationGraph.of(GraphShape.attentionOnly(4, 8));
    String first = "\"%s\": {\"score\": 1, \"in_graph\": true}".formatted(graph.edge(0).name());
    StringBuilder json =
        new StringBuilder(
            "{\"cfg\": {\"n_layers\": 4, \"n_heads\": 8}, \"nodes\": {}, \"edges\": {" + first);
    for (int ordinal = 1; ordinal < graph.edgeCount(); ordinal++) {
      json.append(
          ", \"%s\": {\"score\": 0, \"in_graph\": %s}"
              .formatted(graph.edge(ordinal).name(), ordinal < 40));
    }
    Path file = Files.writeString(folder.resolve("tied.json"), json + "}, \"sign\": \"loss\"}");

    assertThat(user.type("truth", "docstring", "--scores", file.toString())).isZero();

    assertThat(user.out())
        .contains(
            "among the first 24: 23 of 1,280 edges that tie at |score| 0.0 are in, by their order in the graph alone")
        .containsPattern(
            "the circuit that it brings, 40 edges: precision 0\\.\\d{4}, recall 0\\.\\d{4}");
    assertThat(user.type("truth", "docstring", "--scores", file.toString(), "--json")).isZero();
    assertThat(user.out()).contains("\"brought_circuit\"").contains("\"tie_at_cut\"");
  }

  @Test
  void truth_fileWithoutSign_asksForIt() {
    assertThat(user.type("truth", "ioi", "--scores", peer.toString())).isEqualTo(2);

    assertThat(user.err())
        .contains("does not say of what its scores are changes.")
        .contains("Add --scores-sign loss");
  }

  @Test
  void truth_scoresWithoutATask_isRefused() {
    assertThat(user.type("truth", "--scores", peer.toString())).isEqualTo(2);

    assertThat(user.err()).contains("no task whose circuit they are compared with.");
  }

  @Test
  void truth_unknownTask_offersTheNear() {
    assertThat(user.type("truth", "io")).isEqualTo(2);

    assertThat(user.err()).contains("No circuit for 'io' is known. Did you mean 'ioi'?");
  }

  @Test
  void truth_scoresOfAnotherModel_saysOfWhichTheCircuitIs() {
    assertThat(user.type("truth", "ioi", "--scores", small().toString())).isEqualTo(1);

    assertThat(user.err())
        .contains("is of a model of 1 × 1 heads; the circuit for this task is of GPT-2 small")
        .contains("(12 × 12 heads with MLPs).");
  }

  private static Path small() {
    Path file = folder.resolve("small.json");
    String edges =
        "\"input->a0.h0<q>\": {\"score\": 1}, \"input->a0.h0<k>\": {\"score\": 1},"
            + " \"input->a0.h0<v>\": {\"score\": 1}, \"input->logits\": {\"score\": 1},"
            + " \"a0.h0->logits\": {\"score\": 1}";
    try {
      return Files.writeString(
          file,
          "{\"cfg\": {\"n_layers\": 1, \"n_heads\": 1}, \"sign\": \"loss\", \"edges\": {"
              + edges
              + "}}");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
