package dev.patchbay.plugins.model;

import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.StoredTensor;
import java.nio.ByteBuffer;
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
    double[][] tokenRows = matrix("embed.W_E", 0);
    double[][] positionRows = matrix("pos_embed.W_pos", 0);
    double[][] stream = new double[tokens.size()][];
    for (int p = 0; p < stream.length; p++) {
      stream[p] = tokenRows[tokens.get(p)].clone();
      add(stream[p], positionRows[p]);
    }
    return stream;
  }

  /** The stream after a layer. */
  double[][] after(int layer, double[][] stream) {
    double[][] sum = new double[stream.length][];
    for (int p = 0; p < sum.length; p++) {
      sum[p] = stream[p].clone();
    }
    for (int head = 0; head < spec.nHeads(); head++) {
      double[][] values = times(stream, weight(layer, "W_V", head));
      double[][] written =
          times(times(attention(layer, head, stream), values), weight(layer, "W_O", head));
      for (int p = 0; p < sum.length; p++) {
        add(sum[p], written[p]);
      }
    }
    return sum;
  }

  /** A head's pattern, [destination][source]. */
  double[][] attention(int layer, int head, double[][] stream) {
    double[][] queries = times(stream, weight(layer, "W_Q", head));
    double[][] keys = times(stream, weight(layer, "W_K", head));
    double[][] pattern = new double[stream.length][stream.length];
    for (int to = 0; to < stream.length; to++) {
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
    return times(after(1, after(0, embedded(tokens))), matrix("unembed.W_U", 0));
  }

  /** One head's weight, [rows][columns]. */
  double[][] weight(int layer, String name, int head) {
    return matrix("blocks.%d.attn.%s".formatted(layer, name), head);
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

  private static void add(double[] sum, double[] row) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += row[i];
    }
  }
}
