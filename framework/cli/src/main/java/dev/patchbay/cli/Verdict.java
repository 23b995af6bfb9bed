package dev.patchbay.cli;

import dev.patchbay.core.discovery.TieAtCut;
import dev.patchbay.core.report.ScoreFile;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.report.TruthComparison;
import dev.patchbay.spi.task.KnownCircuit;
import dev.patchbay.study.judgement.Judgement;
import java.util.Optional;

/** How near what was read of a file comes to a known circuit, whose edges are the truth. */
record Verdict(KnownCircuit known, Circuit truth, ScoreFile.Contents read) {

  /** Of the scores, ranked so. */
  Judgement by(Ranking ranking) {
    return Judgement.of(read.scores(), ranking, truth);
  }

  /** The tie through which as many edges as are true were cut from the scores, if there is one. */
  Optional<TieAtCut> tie(Ranking ranking) {
    int unscored = truth.graph().edgeCount() - read.scores().scoredCount();
    int count = Math.max(truth.size(), unscored);
    return TieAtCut.of(read.scores(), ranking, read.scores().top(count, ranking));
  }

  /** Of the circuit that the file brings, if somebody chose one. */
  Optional<TruthComparison> circuit() {
    return read.circuit()
        .filter(circuit -> read.bringsCircuit())
        .map(circuit -> TruthComparison.of(truth, circuit));
  }
}
