package dev.patchbay.golden;

import dev.patchbay.model.folder.FolderSource;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * gemma2-tiny in plain float64 loops: the definitions read a second way, from the file itself and
 * without a line of the engine. Every receiver's input is made by itself; nothing is shared, held
 * or fused.
 */
final class PlainGemma2 {

  static final int LAYERS = 2;
  static final int HEADS = 4;

  private static final int HEADS_OF_A_KEY = 2;
  private static final int HEAD_WIDTH = 12;
  private static final double EPSILON = 1e-6;
  private static final double ATTENTION_SCALE = Math.sqrt(10);
  private static final double SCORE_CAP = 6;
  private static final double LOGIT_CAP = 12;
  private static final int[] WINDOWS = {5, Integer.MAX_VALUE};

  /** What a receiver reads [pos][d_model]. */
  interface Inputs {

    /**
     * The stream there.
     *
     * @param receiver its name, such as {@code a0.h1<k>}
     * @param written what each sender before it wrote in this run, by name, in their order
     */
    double[][] of(String receiver, Map<String, double[][]> written);
  }

  /**
   * A run of one prompt.
   *
   * @param written what each sender wrote [pos][d_model]
   * @param logits at the last position
   */
  record Run(Map<String, double[][]> written, List<Double> logits) {}

  private final Map<String, double[][]> weights = new LinkedHashMap<>();

  PlainGemma2() {
    String folder = Golden.path("models/gemma2-tiny").toString();
    try (Checkpoint checkpoint = new FolderSource().open(folder).orElseThrow()) {
      for (String name : checkpoint.tensorNames()) {
        weights.put(name, matrix(checkpoint.tensor(name)));
      }
    }
  }

  /** A matrix [out][in], or a vector as its one row. */
  private static double[][] matrix(StoredTensor tensor) {
    int columns = (int) tensor.shape().get(tensor.shape().dimension() - 1);
    int rows = (int) tensor.shape().size() / columns;
    ByteBuffer bytes = tensor.bytes(0, rows * columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int column = 0; column < columns; column++) {
        row[column] = bytes.getFloat();
      }
    }
    return matrix;
  }

  /** The sum of what was written: the input of a receiver in the whole model. */
  static double[][] everything(Map<String, double[][]> written) {
    return written.values().stream().reduce((a, b) -> plus(a, b, 1)).orElseThrow();
  }

  /** A run of the whole model. */
  Run run(List<Integer> tokens) {
    return run(tokens, (receiver, written) -> everything(written), Map.of());
  }

  /**
   * A run in which each receiver reads what it is given.
   *
   * @param factors by which some heads' z are multiplied, by the heads' names
   */
  Run run(List<Integer> tokens, Inputs inputs, Map<String, Double> factors) {
    Map<String, double[][]> written = new LinkedHashMap<>();
    double[][] embedding = weight("model.embed_tokens");
    int width = embedding[0].length;
    written.put(
        "input",
        tokens.stream()
            .map(token -> scaled(embedding[token], Math.sqrt(width)))
            .toArray(double[][]::new));
    for (int layer = 0; layer < LAYERS; layer++) {
      double[][][] raw = new double[HEADS][][];
      for (int head = 0; head < HEADS; head++) {
        String name = "a%s.h%s".formatted(layer, head);
        double[][] z =
            head(
                layer,
                head,
                inputs.of(name + "<q>", written),
                inputs.of(name + "<k>", written),
                inputs.of(name + "<v>", written));
        double[][] output = columns(weight(layer, "self_attn.o_proj"), head);
        double factor = factors.getOrDefault(name, 1.);
        raw[head] = scaled(linear(z, output), factor);
      }
      double[][] sum = Arrays.stream(raw).reduce((a, b) -> plus(a, b, 1)).orElseThrow();
      for (int head = 0; head < HEADS; head++) {
        written.put(
            "a%s.h%s".formatted(layer, head),
            normed(raw[head], sum, weight(layer, "post_attention_layernorm")));
      }
      double[][] mlp = mlp(layer, inputs.of("m" + layer, written));
      written.put("m" + layer, normed(mlp, mlp, weight(layer, "post_feedforward_layernorm")));
    }
    double[][] last = inputs.of("logits", written);
    double[] logits = linear(normed(last, last, weight("model.norm")), embedding)[last.length - 1];
    return new Run(written, capped(logits, LOGIT_CAP));
  }

  /** A head's z [pos][d_head]. */
  private double[][] head(int layer, int head, double[][] q, double[][] k, double[][] v) {
    double[][] before = weight(layer, "input_layernorm");
    int shared = head / HEADS_OF_A_KEY;
    double[][] queries = turned(projected(layer, "q_proj", head, normed(q, q, before)));
    double[][] keys = turned(projected(layer, "k_proj", shared, normed(k, k, before)));
    double[][] values = projected(layer, "v_proj", shared, normed(v, v, before));
    double[][] z = new double[q.length][HEAD_WIDTH];
    for (int to = 0; to < q.length; to++) {
      double total = 0;
      for (int from = 0; from <= to; from++) {
        if (to - from >= WINDOWS[layer]) {
          continue;
        }
        double score = dot(queries[to], keys[from]) / ATTENTION_SCALE;
        double weight = Math.exp(SCORE_CAP * Math.tanh(score / SCORE_CAP));
        total += weight;
        z[to] = plus(new double[][] {z[to]}, new double[][] {values[from]}, weight)[0];
      }
      z[to] = scaled(z[to], 1 / total);
    }
    return z;
  }

  private double[][] projected(int layer, String part, int head, double[][] stream) {
    double[][] rows =
        Arrays.copyOfRange(
            weight(layer, "self_attn." + part), head * HEAD_WIDTH, (head + 1) * HEAD_WIDTH);
    return linear(stream, rows);
  }

  /** Each pair (i, i + half) turns by its frequency, once more at each position. */
  private static double[][] turned(double[][] rows) {
    int half = HEAD_WIDTH / 2;
    double[][] turned = new double[rows.length][HEAD_WIDTH];
    for (int pos = 0; pos < rows.length; pos++) {
      for (int i = 0; i < half; i++) {
        double angle = pos * Math.pow(10_000, -(double) i / half);
        double one = rows[pos][i];
        double other = rows[pos][i + half];
        turned[pos][i] = one * Math.cos(angle) - other * Math.sin(angle);
        turned[pos][i + half] = other * Math.cos(angle) + one * Math.sin(angle);
      }
    }
    return turned;
  }

  private double[][] mlp(int layer, double[][] stream) {
    double[][] read = normed(stream, stream, weight(layer, "pre_feedforward_layernorm"));
    double[][] gate = linear(read, weight(layer, "mlp.gate_proj"));
    double[][] hidden = linear(read, weight(layer, "mlp.up_proj"));
    for (int pos = 0; pos < hidden.length; pos++) {
      for (int i = 0; i < hidden[pos].length; i++) {
        double x = gate[pos][i];
        double u = Math.sqrt(2 / Math.PI) * (x + .044715 * x * x * x);
        hidden[pos][i] *= .5 * x * (1 + Math.tanh(u));
      }
    }
    return linear(hidden, weight(layer, "mlp.down_proj"));
  }

  /** (1 + w) ⊙ x / sqrt(mean(whole²) + ε): x is the whole, or a part of it. */
  private static double[][] normed(double[][] x, double[][] whole, double[][] stored) {
    double[][] normed = new double[x.length][];
    for (int pos = 0; pos < x.length; pos++) {
      double meanSquare = dot(whole[pos], whole[pos]) / whole[pos].length;
      normed[pos] = scaled(x[pos], 1 / Math.sqrt(meanSquare + EPSILON));
      for (int i = 0; i < normed[pos].length; i++) {
        normed[pos][i] *= 1 + stored[0][i];
      }
    }
    return normed;
  }

  private static List<Double> capped(double[] numbers, double cap) {
    return Arrays.stream(numbers).map(x -> cap * Math.tanh(x / cap)).boxed().toList();
  }

  /** x Wᵀ: a layer's output for each row. */
  private static double[][] linear(double[][] x, double[][] weight) {
    return Arrays.stream(x)
        .map(row -> Arrays.stream(weight).mapToDouble(of -> dot(row, of)).toArray())
        .toArray(double[][]::new);
  }

  private static double[][] columns(double[][] matrix, int head) {
    return Arrays.stream(matrix)
        .map(row -> Arrays.copyOfRange(row, head * HEAD_WIDTH, (head + 1) * HEAD_WIDTH))
        .toArray(double[][]::new);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] scaled(double[] numbers, double factor) {
    return Arrays.stream(numbers).map(x -> factor * x).toArray();
  }

  static double[][] scaled(double[][] rows, double factor) {
    return Arrays.stream(rows).map(row -> scaled(row, factor)).toArray(double[][]::new);
  }

  /** a + factor · b. */
  static double[][] plus(double[][] a, double[][] b, double factor) {
    double[][] sum = new double[a.length][a[0].length];
    for (int i = 0; i < sum.length; i++) {
      for (int j = 0; j < sum[i].length; j++) {
        sum[i][j] = a[i][j] + factor * b[i][j];
      }
    }
    return sum;
  }

  private double[][] weight(String name) {
    double[][] weight = weights.get(name + ".weight");
    if (weight == null) {
      throw new IllegalArgumentException(name);
    }
    return weight;
  }

  private double[][] weight(int layer, String part) {
    return weight("model.layers.%s.%s".formatted(layer, part));
  }
}
