package dev.patchbay.plugins.truth;

import static dev.patchbay.plugins.truth.Connections.INPUT;
import static dev.patchbay.plugins.truth.Connections.KV;
import static dev.patchbay.plugins.truth.Connections.LOGITS;
import static dev.patchbay.plugins.truth.Connections.ONLY;
import static dev.patchbay.plugins.truth.Connections.Q;
import static dev.patchbay.plugins.truth.Connections.QKV;
import static dev.patchbay.plugins.truth.Connections.all;
import static dev.patchbay.plugins.truth.Connections.heads;
import static dev.patchbay.plugins.truth.Connections.mlps;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.task.KnownCircuit;
import java.util.List;
import java.util.Map;

/**
 * Greater-Than in GPT-2 small (Hanna et al. 2023), as edges by the rules of the ACDC repository:
 * three early heads and MLPs 0 to 3 tell six middle heads the year, these and MLPs 8 to 11 raise
 * the later years. Queries of the middle heads read every earlier MLP, and MLPs 0 to 8 each other.
 *
 * <p>235 edges; 262 with the 27 direct ones that the repository counts beside them.
 */
@AutoService(KnownCircuit.class)
public final class GreaterThanGpt2 implements Gpt2Small {

  private static final String NAME = "greater-than-gpt2";

  static final List<Node> EARLY_HEADS = heads("0.1 0.3 0.5");
  static final List<Node> MIDDLE_HEADS = heads("5.5 6.1 6.9 7.10 8.11 9.1");
  static final List<Node> EARLY_MLPS = mlps(0, 3);
  static final List<Node> LATE_MLPS = mlps(8, 11);

  /** Of the early heads, only this one feeds the early MLPs. */
  static final List<Node> INTO_EARLY_MLPS = heads("0.1");

  /** MLPs up to the first late one read each other. */
  static final List<Node> CHAIN_OF_MLPS = mlps(0, 8);

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        NAME,
        "The Greater-Than circuit of GPT-2 small: nine heads and all MLPs.",
        "Hanna et al. 2023, How does GPT-2 compute greater-than?, arXiv:2305.00586; edges as in"
            + " Conmy et al. 2023, arXiv:2304.14997",
        "none");
  }

  @Override
  public String task() {
    return "greater-than";
  }

  @Override
  public Map<String, List<Node>> roles() {
    return Map.of(
        "early head", EARLY_HEADS,
        "middle head", MIDDLE_HEADS);
  }

  @Override
  public Circuit circuit(ComputationGraph graph) {
    return new Connections(NAME, graph)
        .connect(INPUT, EARLY_HEADS, QKV)
        .connect(all(INPUT, INTO_EARLY_MLPS), EARLY_MLPS, ONLY)
        .connect(EARLY_HEADS, MIDDLE_HEADS, QKV)
        .connect(EARLY_MLPS, MIDDLE_HEADS, KV)
        .connect(mlps(0, 11), MIDDLE_HEADS, Q)
        .connect(CHAIN_OF_MLPS, CHAIN_OF_MLPS, ONLY)
        .connect(MIDDLE_HEADS, LATE_MLPS, ONLY)
        .connect(LATE_MLPS, LATE_MLPS, ONLY)
        .connect(all(MIDDLE_HEADS, LATE_MLPS), LOGITS, ONLY)
        .circuit();
  }
}
