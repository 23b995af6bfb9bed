package dev.patchbay.plugins.truth;

import static dev.patchbay.plugins.truth.Connections.INPUT;
import static dev.patchbay.plugins.truth.Connections.K;
import static dev.patchbay.plugins.truth.Connections.LOGITS;
import static dev.patchbay.plugins.truth.Connections.ONLY;
import static dev.patchbay.plugins.truth.Connections.Q;
import static dev.patchbay.plugins.truth.Connections.V;
import static dev.patchbay.plugins.truth.Connections.all;
import static dev.patchbay.plugins.truth.Connections.heads;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.task.KnownCircuit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Docstring completion in the attention-only model with four layers (Heimersheim and Janiak 2023),
 * as edges by the ACDC repository: six heads.
 *
 * <p>24 edges; 37 with the 13 direct ones that the repository counts beside them.
 */
@AutoService(KnownCircuit.class)
public final class DocstringAttnOnly4l implements KnownCircuit {

  private static final String NAME = "docstring-attn-only-4l";
  private static final int LAYERS = 4;
  private static final int HEADS = 8;
  private static final int D_MODEL = 512;

  private static final List<Node> SAME_TOKEN = heads("0.5");
  private static final List<Node> PREVIOUS_NAME = heads("1.2");
  private static final List<Node> PREVIOUS_TOKEN = heads("1.4");
  private static final List<Node> INDUCTION = heads("2.0");
  private static final List<Node> ARGUMENT_MOVERS = heads("3.0 3.6");

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        NAME,
        "The docstring circuit of the attention-only model with four layers: six heads.",
        "Heimersheim and Janiak 2023, A circuit for Python docstrings in a 4-layer attention-only"
            + " transformer; edges as in Conmy et al. 2023, arXiv:2304.14997",
        "none");
  }

  @Override
  public String task() {
    return "docstring";
  }

  @Override
  public String model() {
    return "attn-only-4l";
  }

  @Override
  public GraphShape shape() {
    return GraphShape.attentionOnly(LAYERS, HEADS);
  }

  @Override
  public boolean describes(ModelSpec spec) {
    return spec.graphShape().equals(shape()) && spec.dModel() == D_MODEL;
  }

  @Override
  public Map<String, List<Node>> roles() {
    return Map.of(
        "same token", SAME_TOKEN,
        "previous name", PREVIOUS_NAME,
        "previous token", PREVIOUS_TOKEN,
        "induction", INDUCTION,
        "argument mover", ARGUMENT_MOVERS);
  }

  @Override
  public Circuit circuit(ComputationGraph graph) {
    List<Node> words = all(INPUT, SAME_TOKEN);
    List<Port> qk = Stream.of(Q, K).flatMap(List::stream).toList();
    return new Connections(NAME, graph)
        .connect(INPUT, SAME_TOKEN, V)
        .connect(words, PREVIOUS_TOKEN, V)
        .connect(words, all(PREVIOUS_NAME, INDUCTION), qk)
        .connect(PREVIOUS_TOKEN, INDUCTION, V)
        .connect(PREVIOUS_TOKEN, ARGUMENT_MOVERS, Q)
        .connect(all(INDUCTION, PREVIOUS_NAME), ARGUMENT_MOVERS, K)
        .connect(words, ARGUMENT_MOVERS, V)
        .connect(ARGUMENT_MOVERS, LOGITS, ONLY)
        .circuit();
  }
}
