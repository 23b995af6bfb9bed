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
 * Indirect object identification in GPT-2 small: 26 heads in seven groups (Wang et al. 2022), as
 * edges by the rules of the ACDC repository.
 *
 * <p>MLPs were not studied, so all are in: whatever joins the input, MLPs and logits among
 * themselves, every MLP into q, k and v of a listed head, every listed head into later MLPs (its
 * own layer's too). Between heads, input and logits stand the connections of the paper's figure.
 * 963 edges; 1,041 with the 78 direct ones that the repository counts beside them.
 */
@AutoService(KnownCircuit.class)
public final class IoiGpt2 implements Gpt2Small {

  private static final String NAME = "ioi-gpt2";

  static final List<Node> PREVIOUS_TOKEN = heads("2.2 4.11");
  static final List<Node> DUPLICATE_TOKEN = heads("0.1 0.10 3.0");
  static final List<Node> INDUCTION = heads("5.5 5.8 5.9 6.9");
  static final List<Node> S_INHIBITION = heads("7.3 7.9 8.6 8.10");
  static final List<Node> NAME_MOVER = heads("9.9 10.0 9.6");
  static final List<Node> BACKUP_NAME_MOVER = heads("10.10 10.6 10.2 10.1 11.2 9.7 9.0 11.9");
  static final List<Node> NEGATIVE_NAME_MOVER = heads("10.7 11.10");

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        NAME,
        "The IOI circuit of GPT-2 small: 26 heads in seven groups, with all MLPs.",
        "Wang et al. 2022, Interpretability in the Wild, arXiv:2211.00593; edges as in Conmy et"
            + " al. 2023, arXiv:2304.14997",
        "none");
  }

  @Override
  public String task() {
    return "ioi";
  }

  @Override
  public Map<String, List<Node>> roles() {
    return Map.of(
        "previous token", PREVIOUS_TOKEN,
        "duplicate token", DUPLICATE_TOKEN,
        "induction", INDUCTION,
        "S-inhibition", S_INHIBITION,
        "name mover", NAME_MOVER,
        "backup name mover", BACKUP_NAME_MOVER,
        "negative name mover", NEGATIVE_NAME_MOVER);
  }

  @Override
  public Circuit circuit(ComputationGraph graph) {
    List<Node> mlps = mlps(0, 11);
    List<Node> movers = all(NAME_MOVER, BACKUP_NAME_MOVER, NEGATIVE_NAME_MOVER);
    List<Node> heads = all(PREVIOUS_TOKEN, DUPLICATE_TOKEN, INDUCTION, S_INHIBITION, movers);
    return new Connections(NAME, graph)
        .connect(all(INPUT, mlps), all(mlps, LOGITS), ONLY)
        .connect(mlps, heads, QKV)
        .connect(heads, mlps, ONLY)
        .connect(INPUT, all(PREVIOUS_TOKEN, DUPLICATE_TOKEN), QKV)
        .connect(INPUT, S_INHIBITION, Q)
        .connect(INPUT, movers, KV)
        .connect(PREVIOUS_TOKEN, INDUCTION, KV)
        .connect(all(INDUCTION, DUPLICATE_TOKEN), S_INHIBITION, KV)
        .connect(S_INHIBITION, movers, Q)
        .connect(movers, LOGITS, ONLY)
        .circuit();
  }
}
