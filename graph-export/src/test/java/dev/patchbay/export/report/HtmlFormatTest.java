package dev.patchbay.export.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.export.Nasty;
import dev.patchbay.export.Reports;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.report.CircuitReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class HtmlFormatTest {

  /** Of a page whose circuit has GPT-2 small's edges and decisions: opens from any disk at once. */
  private static final int LARGE_PAGE = 4_000_000;

  private static String html(CircuitReport report) {
    return new String(Reports.bytes(new HtmlFormat(), report), UTF_8);
  }

  private static JsonNode data(CircuitReport report) throws IOException {
    String html = html(report);
    String start = "<script type=\"application/json\" id=\"report\">";
    int from = html.indexOf(start) + start.length();
    return new ObjectMapper().readTree(html.substring(from, html.indexOf("</script>", from)));
  }

  private static ByteBuffer packed(JsonNode base64) throws IOException {
    return ByteBuffer.wrap(base64.binaryValue()).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void write_partlyScored_packsScoresAndCircuitByOrdinal() throws IOException {
    CircuitReport report = Reports.partlyScored(GraphShape.sequential(2, 3));
    JsonNode data = data(report);

    BitSet scored = BitSet.valueOf(data.get("scored").binaryValue());
    BitSet circuit = BitSet.valueOf(data.get("circuit").binaryValue());
    ByteBuffer scores = packed(data.get("scores"));
    for (int edge = 0; edge < report.graph().edgeCount(); edge++) {
      assertThat(scores.getDouble()).isEqualTo(report.scores().valueOrZero(edge));
      assertThat(scored.get(edge)).isEqualTo(report.scores().isScored(edge));
      assertThat(circuit.get(edge)).isEqualTo(report.circuit().contains(edge));
    }
    assertThat(scores.hasRemaining()).isFalse();
    assertThat(data.get("edges").intValue()).isEqualTo(report.graph().edgeCount());
  }

  @Test
  void write_decisions_packsEdgesByOrdinalAndNamesTheRest() throws IOException {
    JsonNode decisions = data(RunReports.nasty()).get("decisions");

    assertThat(packed(decisions.get("edges")).getInt()).isEqualTo(-1);
    assertThat(decisions.get("others").get(0).textValue())
        .isEqualTo(RunReports.NASTY_TOKENS.get(1));
    assertThat(packed(decisions.get("without")).getDouble()).isEqualTo(1);
    assertThat(decisions.get("removed").binaryValue()).containsExactly(1);
  }

  @Test
  void write_pattern_packsTenThousandthsByHeadDestinationSource() throws IOException {
    JsonNode prompt = data(RunReports.search()).get("samples").get(0).get("clean");
    int tokens = prompt.get("tokens").size();
    ByteBuffer pattern = packed(prompt.get("pattern"));

    // Layer 1 of 12 heads, head 2: from token 5 to token 3, and to the first.
    int row = ((1 * 12 + 2) * tokens + 5) * tokens;
    assertThat(pattern.getShort(2 * (row + 3))).isEqualTo((short) 7500);
    assertThat(pattern.getShort(2 * row)).isEqualTo((short) 2500);
    assertThat(pattern.capacity()).isEqualTo(2 * 144 * tokens * tokens);
  }

  @Test
  void write_nastyNamesAndTokens_areDataAlone() throws IOException {
    String html = html(RunReports.nasty());
    JsonNode data = data(RunReports.nasty());

    assertThat(html).doesNotContain("document.title='broken'<", "<img", "\u2028");
    assertThat(html.substring(html.indexOf("<style>"), html.indexOf("<script type=\"module\">")))
        .doesNotContain("\u202e");
    assertThat(html.split("<script", -1)).hasSize(3);
    assertThat(data.get("model").textValue()).isEqualTo(Nasty.NAME);
    assertThat(data.get("samples").get(0).get("clean").get("tokens"))
        .extracting(JsonNode::textValue)
        .containsExactlyElementsOf(RunReports.NASTY_TOKENS);
  }

  @Test
  void write_gpt2SmallsSearch_isSmall() {
    assertThat(html(RunReports.search()).length()).isLessThan(LARGE_PAGE);
  }

  @Test
  void write_reportWithoutEvidence_isAPageAllTheSame() throws IOException {
    JsonNode data = data(Reports.induction());

    assertThat(data.get("curve")).isEmpty();
    assertThat(data.get("samples")).isEmpty();
    assertThat(data.get("evaluation").get("faithfulness").doubleValue())
        .isEqualTo(Reports.induction().evaluation().faithfulness().orElseThrow());
  }
}
