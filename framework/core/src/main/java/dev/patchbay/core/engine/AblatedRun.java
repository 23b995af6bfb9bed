package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch with every edge ablated: what each sender's stand-in is, and the stream that the
 * stand-ins and the biases alone make, at every point where it is read.
 *
 * @param values c_u of every sender, a row for each prompt and position
 * @param streams in front of each layer's heads, then of its MLP where it has one; last, of the
 *     logits [batch, pos, d_model]
 */
record AblatedRun(LoadedModel model, BatchActivations values, List<NDArray> streams) {

  static AblatedRun of(LoadedModel model, BatchActivations values) {
    List<NDArray> streams = new ArrayList<>();
    NDArray stream = values.firstStream();
    for (int l = 0; l < model.layers().size(); l++) {
      streams.add(stream);
      stream = stream.add(model.layers().get(l).attentionOutput(values.heads(l)));
      if (model.spec().hasMlps()) {
        streams.add(stream);
        stream = stream.add(values.mlp(l));
      }
    }
    streams.add(stream);
    return new AblatedRun(model, values, streams);
  }

  /** The ablated stream that a receiver reads. */
  NDArray stream(int receiver) {
    ComputationGraph graph = model.graph();
    Node node = graph.receiverNode(receiver);
    int perLayer = model.spec().hasMlps() ? 2 : 1;
    return switch (node.kind()) {
      case LOGITS -> streams.get(streams.size() - 1);
      case MLP -> streams.get(graph.shape().parallel() ? 2 * node.layer() : 2 * node.layer() + 1);
      case HEAD, KV_GROUP -> streams.get(perLayer * node.layer());
      case INPUT, POSITIONS -> throw new IllegalArgumentException("It reads nothing: " + node);
    };
  }
}
