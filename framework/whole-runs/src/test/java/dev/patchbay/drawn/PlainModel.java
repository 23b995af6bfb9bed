package dev.patchbay.drawn;

import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.AttentionSpec.Positions;
import dev.patchbay.spi.model.ModelSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A drawn model's components on one prompt, in plain float64 loops and without a line of the
 * engine: each from the streams that it is given, at every position. Streams are [pos][d_model].
 */
final class PlainModel {

  private final DrawnModel model;
  private final ModelSpec spec;
  private final AttentionSpec attention;
  private final Map<String, double[][]> matrices = new HashMap<>();

  PlainModel(DrawnModel model) {
    this.model = model;
    this.spec = model.spec();
    this.attention = spec.attention();
  }

  /** The tokens' embeddings. */
  double[][] tokens(List<Integer> ids) {
    double[][] rows = matrix("embed.W_E", 0);
    return ids.stream().map(id -> rows[id]).toArray(double[][]::new);
  }

  /** The learned position embeddings. */
  double[][] positions(int length) {
    return Arrays.copyOf(matrix("pos_embed.W_pos", 0), length);
  }

  /**
   * What of the stream no node owns, in front of a layer's heads; with {@code nLayers}, of the
   * logits.
   */
  double[][] bias(int layer, int length) {
    boolean learned = !attention.rotary() && attention.positions() == Positions.STREAM;
    double[][] bias = learned ? positions(length) : new double[length][spec.dModel()];
    for (int before = 0; before < layer && !spec.postNorms(); before++) {
      bias = Rows.plusRow(bias, model.vector(at(before) + "attn.b_O"));
    }
    return bias;
  }

  private double[][] matrix(String weight, int index) {
    return matrices.computeIfAbsent(weight + " " + index, key -> model.matrix(weight, index));
  }

  private static String at(int layer) {
    return "blocks." + layer + ".";
  }

  /**
   * What each of a layer's heads writes.
   *
   * @param q what each head's query reads; likewise {@code k} and {@code v}
   */
  double[][][] heads(int layer, double[][][] q, double[][][] k, double[][][] v) {
    double[][][] written = new double[q.length][][];
    for (int head = 0; head < q.length; head++) {
      written[head] =
          Rows.times(
              z(layer, head, q[head], k[head], v[head]), matrix(at(layer) + "attn.W_O", head));
    }
    if (!spec.postNorms()) {
      return written;
    }
    double[][] sum = Arrays.stream(written).reduce((a, b) -> Rows.plus(a, b, 1)).orElseThrow();
    double[] gain = model.vector(at(layer) + "ln1_post.w");
    return Arrays.stream(written)
        .map(own -> Rows.over(own, rootMeanSquares(sum), gain))
        .toArray(double[][][]::new);
  }

  private double[][] z(int layer, int head, double[][] q, double[][] k, double[][] v) {
    double[][] queries =
        turned(headNormed(layer, "q", projected(layer, "Q", head, placed(layer, q))));
    double[][] keys = turned(headNormed(layer, "k", projected(layer, "K", head, placed(layer, k))));
    double[][] values = projected(layer, "V", head, normed(at(layer) + "ln1", v));
    return Rows.times(pattern(layer, queries, keys), values);
  }

  /** What queries and keys read. */
  private double[][] placed(int layer, double[][] stream) {
    double[][] normed = normed(at(layer) + "ln1", stream);
    return attention.positions() == Positions.QUERIES_AND_KEYS
        ? Rows.plus(normed, positions(stream.length), 1)
        : normed;
  }

  private double[][] projected(int layer, String port, int head, double[][] read) {
    int index = port.equals("Q") ? head : head / (spec.nHeads() / spec.nKvHeads());
    double[] bias = matrix(at(layer) + "attn.b_" + port, 0)[index];
    return Rows.plusRow(Rows.times(read, matrix(at(layer) + "attn.W_" + port, index)), bias);
  }

  private double[][] headNormed(int layer, String which, double[][] rows) {
    return attention.headNorms()
        ? Rows.over(
            rows, rootMeanSquares(rows), model.vector(at(layer) + "attn." + which + "_norm.w"))
        : rows;
  }

  private double[][] turned(double[][] rows) {
    int pairs = attention.rotaryFrequencies().size();
    double[][] turned = Rows.map(rows, x -> x);
    for (int pos = 0; pos < rows.length; pos++) {
      for (int i = 0; i < pairs; i++) {
        double angle = pos * attention.rotaryFrequencies().get(i);
        double one = rows[pos][i];
        double other = rows[pos][i + pairs];
        turned[pos][i] = one * Math.cos(angle) - other * Math.sin(angle);
        turned[pos][i + pairs] = other * Math.cos(angle) + one * Math.sin(angle);
      }
    }
    return turned;
  }

  private double[][] pattern(int layer, double[][] queries, double[][] keys) {
    double[][] pattern = new double[queries.length][keys.length];
    for (int to = 0; to < queries.length; to++) {
      for (int from = 0; from < keys.length; from++) {
        double score = Rows.dot(queries[to], keys[from]) / attention.scale();
        pattern[to][from] =
            sees(layer, to, from) ? capped(score, attention.softCap()) : Double.NEGATIVE_INFINITY;
      }
      pattern[to] = Rows.softmax(pattern[to]);
    }
    return pattern;
  }

  private boolean sees(int layer, int to, int from) {
    int window = attention.window(layer);
    return attention.bidirectional() || (from <= to && (window == 0 || to - from < window));
  }

  private static double capped(double x, double cap) {
    return cap == 0 ? x : cap * Math.tanh(x / cap);
  }

  /** What a layer's MLP writes. */
  double[][] mlp(int layer, double[][] stream) {
    String mlp = at(layer) + "mlp.";
    double[][] read = normed(at(layer) + "ln2", stream);
    double[][] hidden = linear(mlp, "in", read);
    double[][] active =
        Rows.map(spec.gatedMlp() ? linear(mlp, "gate", read) : hidden, this::active);
    double[][] written =
        linear(mlp, "out", spec.gatedMlp() ? Rows.product(active, hidden) : active);
    return spec.postNorms() ? normed(at(layer) + "ln2_post", written) : written;
  }

  private double[][] linear(String mlp, String name, double[][] rows) {
    return Rows.plusRow(
        Rows.times(rows, matrix(mlp + "W_" + name, 0)), model.vector(mlp + "b_" + name));
  }

  private double active(double x) {
    return switch (spec.activation()) {
      case RELU -> Math.max(0, x);
      case GELU -> x * Rows.normalBelow(x);
      case GELU_TANH ->
          .5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + .044715 * x * x * x)));
      case SILU -> x / (1 + Math.exp(-x));
    };
  }

  private double[][] normed(String norm, double[][] stream) {
    return switch (spec.norm()) {
      case NONE -> stream;
      case RMS_NORM -> Rows.over(stream, rootMeanSquares(stream), model.vector(norm + ".w"));
      case LAYER_NORM -> {
        double[][] centred =
            Arrays.stream(stream)
                .map(
                    row -> {
                      double mean = Arrays.stream(row).average().orElseThrow();
                      return Arrays.stream(row).map(x -> x - mean).toArray();
                    })
                .toArray(double[][]::new);
        yield Rows.plusRow(
            Rows.over(centred, rootMeanSquares(centred), model.vector(norm + ".w")),
            model.vector(norm + ".b"));
      }
    };
  }

  private double[] rootMeanSquares(double[][] rows) {
    return Arrays.stream(rows)
        .mapToDouble(row -> Math.sqrt(Rows.dot(row, row) / row.length + spec.normEpsilon()))
        .toArray();
  }

  /** The logits [pos][token]. */
  double[][] logits(double[][] stream) {
    double[][] logits =
        Rows.plusRow(
            Rows.times(normed("ln_final", stream), matrix("unembed.W_U", 0)),
            model.vector("unembed.b_U"));
    return Rows.map(logits, x -> capped(x, spec.logitCap()));
  }
}
