package dev.patchbay.drawn;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.tensor.Kernels;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.weights.KeyValueInputs;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.model.weights.WeightForm;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.AttentionSpec.Positions;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.MemoryCheckpoint;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Activation;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.model.WeightShapes;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A small transformer whose sizes, parts and weights are drawn: every norm, position, nonlinearity
 * and kind of attention that a {@link ModelSpec} can say.
 *
 * @param grouped whether heads that share keys and values share their inputs in the graph
 * @param fused whether the engine is to join operations
 * @param weights by the framework's names, in the order of {@link WeightShapes}
 */
record DrawnModel(ModelSpec spec, boolean grouped, boolean fused, Map<String, float[]> weights) {

  private static final int CONTEXT = 8;

  /** Large: where a stream is all but zero, each norm multiplies rounding by its root's inverse. */
  private static final double EPSILON = 1e-3;

  static DrawnModel of(Random random) {
    return of(spec(random, 9, 0, 6, 9), random);
  }

  /**
   * One whose MLPs and vocabulary have so many weights that slices multiply with them together, and
   * pack them where they can.
   */
  static DrawnModel wide(Random random) {
    DrawnModel model = of(spec(random, 80_000, 40_000), random);
    return new DrawnModel(model.spec, model.grouped, true, model.weights);
  }

  /** One with at least so many edges. */
  static DrawnModel of(int edges, Random random) {
    DrawnModel model = of(random);
    return model.graph().edgeCount() >= edges ? model : of(edges, random);
  }

  private static DrawnModel of(ModelSpec spec, Random random) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    // Without a norm, layer upon layer would multiply the stream.
    double size = spec.norm() == Norm.NONE ? .6 : 1.4;
    WeightShapes.of(spec)
        .forEach((name, shape) -> weights.put(name, drawn(name, size, shape, random)));
    if (oneIn(2, random)) {
      // Where nothing is read, nothing is written.
      weights.entrySet().stream()
          .filter(weight -> weight.getKey().contains(".b"))
          .forEach(weight -> Arrays.fill(weight.getValue(), 0));
    }
    if (oneIn(8, random)) {
      Arrays.fill(
          Objects.requireNonNull(weights.get("embed.W_E")),
          0,
          spec.dModel(),
          0); // as that of padding is
    }
    return new DrawnModel(spec, random.nextBoolean(), random.nextBoolean(), weights);
  }

  private static ModelSpec spec(Random random, int tokens, Integer... neurons) {
    int layers = pick(random, 1, 2, 3, 4);
    int heads = pick(random, 1, 2, 4);
    Norm norm = pick(random, Norm.NONE, Norm.LAYER_NORM, Norm.RMS_NORM);
    int dHead = pick(random, 2, 3, 4);
    int dMlp = pick(random, neurons);
    return ModelSpec.builder("drawn")
        .nLayers(layers)
        .nHeads(heads)
        .nKvHeads(pick(random, heads, Math.max(1, heads / 2)))
        .dModel(
            pick(random, 7, 16, 24)) // where wide, it pays to move projections through the heads
        .dHead(dHead)
        .mlps(dMlp, pick(random, Activation.values()))
        .gatedMlp(random.nextBoolean())
        .parallel(dMlp > 0 && oneIn(3, random))
        .dVocab(11)
        .dVocabOut(tokens)
        .nCtx(CONTEXT)
        .norm(norm, EPSILON)
        .attention(attention(random, layers, dHead))
        .postNorms(norm == Norm.RMS_NORM && random.nextBoolean())
        .logitCap(oneIn(4, random) ? 3 : 0)
        .build();
  }

  private static AttentionSpec attention(Random random, int layers, int dHead) {
    List<Double> frequencies =
        oneIn(3, random)
            ? random.doubles(1 + random.nextInt(dHead / 2), .1, 1.5).boxed().toList()
            : List.of();
    boolean bidirectional = oneIn(6, random);
    List<Integer> windows =
        !bidirectional && oneIn(3, random)
            ? IntStream.range(0, layers).mapToObj(layer -> pick(random, 0, 1, 2, 4)).toList()
            : List.of();
    return new AttentionSpec(
        Math.sqrt(dHead),
        frequencies,
        windows,
        oneIn(3, random),
        oneIn(4, random) ? 2 : 0,
        bidirectional,
        frequencies.isEmpty() ? pick(random, Positions.values()) : Positions.STREAM);
  }

  private static float[] drawn(String name, double size, Shape shape, Random random) {
    int axes = shape.dimension();
    boolean gain = name.endsWith(".w");
    boolean bias = name.contains(".b");
    boolean embedding = name.contains("embed.W_E") || name.contains("W_pos");
    // Such that what is written keeps its size, and attention is neither flat nor saturated.
    double deviation =
        gain || bias ? .4 : embedding ? 1 : size / Math.sqrt((double) shape.get(axes - 2));
    float[] numbers = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) ((gain ? 1 : 0) + deviation * random.nextGaussian());
    }
    return numbers;
  }

  static boolean oneIn(int count, Random random) {
    return random.nextInt(count) == 0;
  }

  @SafeVarargs
  static <T> T pick(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private ModelForm form(DataType dataType) {
    return new ModelForm(
        dataType, grouped ? KeyValueInputs.PER_GROUP : KeyValueInputs.PER_HEAD, WeightForm.RAW);
  }

  ComputationGraph graph() {
    return ComputationGraph.of(form(DataType.FLOAT64).graphShape(spec));
  }

  /** The engine's reading of it, in float64. */
  LoadedModel load() {
    return load(DataType.FLOAT64);
  }

  /** The engine's reading of it. */
  LoadedModel load(DataType dataType) {
    Map<String, StoredTensor> tensors =
        WeightShapes.of(spec).entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    weight ->
                        MemoryCheckpoint.tensor(weight.getValue(), numbers(weight.getKey()))));
    MemoryCheckpoint checkpoint =
        new MemoryCheckpoint("drawn", new CheckpointConfig("drawn", Map.of()), tensors);
    String asked = System.getProperty(Kernels.SWITCH, "on");
    System.setProperty(Kernels.SWITCH, fused ? "on" : "off");
    try {
      return LoadedModel.load(checkpoint, new AsDrawn(spec), Device.cpu(), form(dataType));
    } finally {
      System.setProperty(Kernels.SWITCH, asked);
    }
  }

  private float[] numbers(String weight) {
    return Objects.requireNonNull(weights.get(weight), weight);
  }

  /** A vector. */
  double[] vector(String weight) {
    return row(numbers(weight), 0, numbers(weight).length);
  }

  /** A matrix, or the one of this index out of a stack of them. */
  double[][] matrix(String weight, int index) {
    Shape shape = Objects.requireNonNull(WeightShapes.of(spec).get(weight), weight);
    int rows = (int) shape.get(shape.dimension() - 2);
    int columns = (int) shape.get(shape.dimension() - 1);
    return IntStream.range(0, rows)
        .mapToObj(row -> row(numbers(weight), (index * rows + row) * columns, columns))
        .toArray(double[][]::new);
  }

  private static double[] row(float[] numbers, int from, int count) {
    return IntStream.range(0, count).mapToDouble(i -> numbers[from + i]).toArray();
  }

  /** Says of the drawn weights that they are what they are. */
  private record AsDrawn(ModelSpec drawn) implements Architecture {

    @Override
    public PluginDescriptor descriptor() {
      return new PluginDescriptor("drawn", "Models that a test draws.", "none", "none");
    }

    @Override
    public boolean reads(CheckpointConfig config) {
      return true;
    }

    @Override
    public ModelSpec spec(CheckpointConfig config) {
      return drawn;
    }

    @Override
    public Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored) {
      return stored.stream().collect(Collectors.toMap(name -> name, TensorRecipe::of));
    }
  }
}
