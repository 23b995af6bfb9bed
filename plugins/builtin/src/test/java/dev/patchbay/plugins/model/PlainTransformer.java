package dev.patchbay.plugins.model;

import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.StoredTensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** An attention-only transformer without norm, in plain loops: the model read a second way. */
final class PlainTransformer {

  private final Checkpoint checkpoint;
  private final ModelSpec spec;

  PlainTransformer(Checkpoint checkpoint, ModelSpec spec) {
    this.checkpoint = checkpoint;
    this.spec = spec;
  }

  /** The residual stream before layer 0, [position][d_model]. */
  double[][] embedded(List<Integer> tokens) {
    double[][] positions = matrix("pos_embed.W_pos", 0);
    return plus(input(tokens), Arrays.copyOf(positions, tokens.size()), 1);
  }

  /** What the input node writes: the tokens' embedding, without positions. */
  double[][] input(List<Integer> tokens) {
    double[][] rows = matrix("embed.W_E", 0);
    return tokens.stream().map(token -> rows[token]).toArray(double[][]::new);
  }

  /** The stream after a layer. */
  double[][] after(int layer, double[][] stream) {
    double[][] sum = stream;
    for (int head = 0; head < spec.nHeads(); head++) {
      sum = plus(sum, written(layer, head, stream, stream, stream), 1);
    }
    return sum;
  }

  /** What a head writes, [position][d_model], when its three inputs read these streams. */
  double[][] written(int layer, int head, double[][] q, double[][] k, double[][] v) {
    double[][] values = times(v, weight(layer, "W_V", head));
    return times(times(attention(layer, head, q, k), values), weight(layer, "W_O", head));
  }

  /** A head's pattern, [destination][source]. */
  double[][] attention(int layer, int head, double[][] stream) {
    return attention(layer, head, stream, stream);
  }

  private double[][] attention(int layer, int head, double[][] q, double[][] k) {
    double[][] queries = times(q, weight(layer, "W_Q", head));
    double[][] keys = times(k, weight(layer, "W_K", head));
    double[][] pattern = new double[q.length][q.length];
    for (int to = 0; to < q.length; to++) {
      double total = 0;
      for (int from = 0; from <= to; from++) {
        double score = 0;
        for (int i = 0; i < spec.dHead(); i++) {
          score += queries[to][i] * keys[from][i];
        }
        pattern[to][from] = Math.exp(score / spec.attentionScale());
        total += pattern[to][from];
      }
      for (int from = 0; from <= to; from++) {
        pattern[to][from] /= total;
      }
    }
    return pattern;
  }

  /** The logits, [position][token]. */
  double[][] logits(List<Integer> tokens) {
    return unembedded(after(1, after(0, embedded(tokens))));
  }

  double[][] unembedded(double[][] stream) {
    return times(stream, matrix("unembed.W_U", 0));
  }

  /** One head's weight, [rows][columns]. */
  double[][] weight(int layer, String name, int head) {
    return matrix("blocks.%s.attn.%s".formatted(layer, name), head);
  }

  /** A matrix, or one matrix out of a stack of them. */
  double[][] matrix(String name, int index) {
    StoredTensor tensor = checkpoint.tensor(name);
    int axes = tensor.shape().dimension();
    int rows = (int) tensor.shape().get(axes - 2);
    int columns = (int) tensor.shape().get(axes - 1);
    ByteBuffer bytes =
        tensor.bytes((long) index * rows * columns * Float.BYTES, rows * columns * Float.BYTES);
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int column = 0; column < columns; column++) {
        row[column] = bytes.getFloat();
      }
    }
    return matrix;
  }

  static double[][] times(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; a[i][k] != 0 && j < b[0].length; j++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
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
}
