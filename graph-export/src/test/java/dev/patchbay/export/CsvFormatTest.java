package dev.patchbay.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.report.CircuitReport;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvFormatTest {

  private static final CircuitReport REPORT =
      Reports.partlyScored(new GraphShape(2, 4, 2, true, false));

  @Test
  void write_anyReport_beginsWithTheHeader() {
    assertThat(lines(REPORT).get(0))
        .isEqualTo("edge,source,target,qkv,layer,head,score,in_circuit");
  }

  @Test
  void write_headEdge_fillsEveryField() {
    assertThat(lines(Reports.induction())).contains("a0.h3->a1.h1<k>,a0.h3,a1.h1,k,1,1,4.0,true");
  }

  @Test
  void write_logitsEdge_leavesEmptyWhatDoesNotApply() {
    assertThat(lines(Reports.induction())).contains("a1.h1->logits,a1.h1,logits,,,,4.1,true");
  }

  @Test
  void write_unscoredEdge_leavesItsScoreEmpty() {
    assertThat(lines(REPORT)).contains("input->a0.h0<q>,input,a0.h0,q,0,0,,true");
  }

  @Test
  void write_groupEdge_hasNoHead() {
    assertThat(lines(REPORT))
        .filteredOn(line -> line.startsWith("input->a1.kv1<v>,"))
        .singleElement()
        .asString()
        .startsWith("input->a1.kv1<v>,input,a1.kv1,v,1,,");
  }

  @Test
  void write_anyReport_readsBackToTheSameScoresAndCircuit() {
    double[] scores = new double[REPORT.graph().edgeCount()];
    BitSet unscored = new BitSet();
    BitSet kept = new BitSet();
    List<String> rows = lines(REPORT);
    for (int ordinal = 0; ordinal < scores.length; ordinal++) {
      List<String> fields = List.of(rows.get(ordinal + 1).split(",", -1));
      assertThat(fields.get(0)).isEqualTo(REPORT.graph().edge(ordinal).name());
      unscored.set(ordinal, fields.get(6).isEmpty());
      scores[ordinal] = fields.get(6).isEmpty() ? 0 : Double.parseDouble(fields.get(6));
      kept.set(ordinal, fields.get(7).equals("true"));
    }
    assertThat(EdgeScores.of(REPORT.graph(), scores, unscored)).isEqualTo(REPORT.scores());
    assertThat(Circuit.of(REPORT.graph(), kept)).isEqualTo(REPORT.circuit());
  }

  private static List<String> lines(CircuitReport report) {
    return new String(Reports.bytes(new CsvFormat(), report), UTF_8).lines().toList();
  }
}
