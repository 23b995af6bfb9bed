package dev.patchbay.engine.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.patchbay.engine.weights.Head;
import dev.patchbay.engine.weights.Layer;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.golden.Golden;
import dev.patchbay.model.weights.KeyValueInputs;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.model.weights.PositionNode;
import dev.patchbay.model.weights.WeightForm;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.GradientSum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The products of a drawn change and drawn runs' gradients beside their plain reading: edge by
 * edge, with each head's gradient taken back through the norm on its own.
 */
class EdgeContractionTest {

  /** Rounding of float64, as a share of the largest product. */
  private static final double ROUNDING = 1e-11;

  /** So much that the senders of all rows come in several chunks, of several rows each. */
  private static final long BYTES_OF_A_FEW_ROWS = 20_000;

  /** A run with what its gradients count. */
  private record Run(List<Integer> moved, double alpha, double weight) {}

  @ParameterizedTest
  @CsvSource({
    "gpt2-tiny, PER_HEAD, OF_MODEL, 1",
    "gpt2-tiny, PER_HEAD, SENDER, 2",
    "gpt-neox-tiny, PER_HEAD, OF_MODEL, 3",
    "gpt-neo-tiny, PER_HEAD, OF_MODEL, 4",
    "phi-tiny, PER_HEAD, OF_MODEL, 5",
    "llama-tiny, PER_HEAD, OF_MODEL, 6",
    "llama-tiny, PER_GROUP, OF_MODEL, 7",
    "qwen3-tiny, PER_HEAD, OF_MODEL, 8",
    "gemma2-tiny, PER_GROUP, OF_MODEL, 9",
    "shortformer-tiny, PER_HEAD, OF_MODEL, 10",
    "induction-attn-only, PER_HEAD, OF_MODEL, 11",
  })
  void dot_drawnRunsAndChange_equalThePlainReading(
      String name, KeyValueInputs inputs, PositionNode positions, long seed) {
    Random random = new Random(seed);
    ModelForm form = new ModelForm(DataType.FLOAT64, inputs, WeightForm.RAW, positions);
    try (LoadedModel model = Golden.model(name, form);
        var experiment =
            Golden.experiment(model, Golden.prompts(name, 5), "logit_diff", "patching");
        BatchScope scope = experiment.open(experiment.batches().get(0));
        GradientSum sum = scope.gradientSum()) {
      ComputationGraph graph = model.graph();
      BatchActivations change = change(model, (BatchActivations) scope.clean(), random);
      double[] expected = new double[graph.edgeCount()];
      Map<Integer, NDArray> atReceivers = new HashMap<>();
      for (Run run : runs(graph, random)) {
        int[] moved = run.moved().stream().mapToInt(sender -> sender).toArray();
        var gradients = (BatchGradients) scope.effectGradients(run.alpha(), moved);
        addPlainly(expected, change, gradients, run.weight());
        for (int receiver = 0; receiver < graph.receiverCount(); receiver++) {
          NDArray gradient = plainly(gradients, receiver).mul(run.weight());
          atReceivers.merge(receiver, gradient, NDArray::add);
        }
        sum.add(run.weight(), gradients);
      }

      double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      assertThat(largest).isPositive();
      BatchActivations moved = change.from(((BatchGradientSum) sum).first());
      for (long bytes : new long[] {Long.MAX_VALUE, BYTES_OF_A_FEW_ROWS, 1}) {
        double[] products =
            EdgeContraction.contract(
                moved.embeddings(),
                moved.heads(),
                moved.mlps(),
                (BatchGradientSum) sum,
                bytes,
                bytes / 2);
        for (int edge = 0; edge < expected.length; edge++) {
          assertThat(products[edge])
              .as("%s, seed %s, within %s bytes", graph.edge(edge), seed, bytes)
              .isCloseTo(expected[edge], within(ROUNDING * largest));
        }
      }
      atReceivers.forEach(
          (receiver, gradient) ->
              assertThat(
                      late(sum.receiver(receiver), gradient).sub(gradient).abs().max().getDouble())
                  .as("%s, seed %s", graph.receiverName(receiver), seed)
                  .isLessThanOrEqualTo(ROUNDING * gradient.abs().max().getDouble()));
    }
  }

  /** The last positions of a tensor: as many as another has. */
  private static NDArray late(NDArray tensor, NDArray other) {
    long length = tensor.getShape().get(1);
    return tensor.get(
        new NDIndex().addAllDim().addSliceDim(length - other.getShape().get(1), length));
  }

  /** One to three runs. */
  private static List<Run> runs(ComputationGraph graph, Random random) {
    return IntStream.rangeClosed(0, random.nextInt(3))
        .mapToObj(
            i -> {
              List<Integer> moved =
                  IntStream.range(0, graph.senderCount())
                      .filter(sender -> random.nextInt(4) == 0)
                      .boxed()
                      .toList();
              return new Run(moved, random.nextDouble(), random.nextDouble() - .5);
            })
        .toList();
  }

  /** Drawn numbers, except for some rows at which a sender, or a layer's heads, do not change. */
  private static BatchActivations change(LoadedModel model, BatchActivations like, Random random) {
    Shape rows = like.input().getShape().slice(0, 2);
    UnaryOperator<NDArray> draw =
        tensor -> {
          double[] kept = random.doubles(rows.size()).map(number -> number < .3 ? 0 : 1).toArray();
          Shape shape = tensor.getShape();
          double[] numbers = random.doubles(shape.size(), -1, 1).toArray();
          Shape column = new Shape(rows.size(), 1);
          return model
              .tensors()
              .of(numbers, new Shape(rows.size(), shape.size() / rows.size()))
              .mul(model.tensors().of(kept, column))
              .reshape(shape);
        };
    return like.map(draw);
  }

  private static void addPlainly(
      double[] sums, BatchActivations change, BatchGradients gradients, double weight) {
    ComputationGraph graph = gradients.model().graph();
    BatchActivations late = change.from(gradients.first());
    Map<Integer, NDArray> senders = new HashMap<>();
    for (int receiver = 0; receiver < graph.receiverCount(); receiver++) {
      NDArray gradient = plainly(gradients, receiver);
      for (int sender = 0; sender < graph.fanIn(receiver); sender++) {
        NDArray changed = senders.computeIfAbsent(sender, late::sender);
        sums[graph.ordinal(sender, receiver)] += weight * changed.mul(gradient).sum().getDouble();
      }
    }
  }

  private static NDArray plainly(BatchGradients gradients, int receiver) {
    ComputationGraph graph = gradients.model().graph();
    Node node = graph.receiverNode(receiver);
    return switch (node.kind()) {
      case LOGITS -> gradients.logits();
      case MLP -> gradients.mlp().get(node.layer());
      case HEAD -> ofHead(gradients, node.layer(), node.index(), graph.receiverPort(receiver));
      case KV_GROUP -> {
        int size = graph.shape().groupSize();
        List<NDArray> heads = new ArrayList<>();
        for (int head = node.index() * size; head < (node.index() + 1) * size; head++) {
          heads.add(ofHead(gradients, node.layer(), head, graph.receiverPort(receiver)));
        }
        yield heads.stream().reduce(NDArray::add).orElseThrow();
      }
      case INPUT, POSITIONS -> throw new IllegalArgumentException("It reads nothing: " + node);
    };
  }

  /** Back through one head's weights and the norm, by the tensor library. */
  private static NDArray ofHead(BatchGradients gradients, int l, int head, Port port) {
    Layer layer = gradients.model().layers().get(l);
    Head weights = layer.heads().get(head);
    NDArray matrix = port == Port.Q ? weights.wQ() : port == Port.K ? weights.wK() : weights.wV();
    int dHead = gradients.model().spec().dHead();
    long from = ((long) Layer.third(port) * gradients.model().spec().nHeads() + head) * dHead;
    NDArray behind =
        gradients
            .qkvGradients()
            .get(l)
            .get(new NDIndex().addEllipseDim().addSliceDim(from, from + dHead));
    NDArray stream = gradients.streams().get(l).duplicate();
    stream.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.backward(layer.norm1().apply(stream).matMul(matrix).mul(behind).sum());
    }
    return stream.getGradient();
  }
}
