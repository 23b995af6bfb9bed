package dev.patchbay.testkit;

import dev.patchbay.spi.model.Checkpoint;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** What {@link TinyModels#attentionOnly} of seed 0 predicts, by loops over its definition. */
final class TinyReference {

  private static final int LAYERS = 2;
  private static final int HEADS = 2;
  private static final int D_MODEL = 8;
  private static final int D_HEAD = 4;

  private final Checkpoint checkpoint = TinyModels.attentionOnly(0);

  static List<Double> logits(int... prompt) {
    return Arrays.stream(new TinyReference().after(prompt)).boxed().toList();
  }

  private FloatBuffer weight(String name) {
    long bytes = checkpoint.tensor(name).shape().size() * Float.BYTES;
    return checkpoint.tensor(name).bytes(0, Math.toIntExact(bytes)).asFloatBuffer();
  }

  private double[] after(int[] prompt) {
    double[][] stream = new double[prompt.length][D_MODEL];
    for (int pos = 0; pos < prompt.length; pos++) {
      for (int d = 0; d < D_MODEL; d++) {
        stream[pos][d] =
            weight("embed.W_E").get(prompt[pos] * D_MODEL + d)
                + weight("pos_embed.W_pos").get(pos * D_MODEL + d);
      }
    }
    for (int layer = 0; layer < LAYERS; layer++) {
      stream = layer("blocks." + layer + ".attn.", stream);
    }
    double[] last = stream[prompt.length - 1];
    double[] logits = new double[TinyModels.VOCABULARY];
    for (int token = 0; token < logits.length; token++) {
      logits[token] = weight("unembed.b_U").get(token);
      for (int d = 0; d < D_MODEL; d++) {
        logits[token] += last[d] * weight("unembed.W_U").get(d * logits.length + token);
      }
    }
    return logits;
  }

  private double[][] layer(String attention, double[][] stream) {
    double[][] sum = new double[stream.length][D_MODEL];
    for (int pos = 0; pos < stream.length; pos++) {
      for (int d = 0; d < D_MODEL; d++) {
        sum[pos][d] = stream[pos][d] + weight(attention + "b_O").get(d);
      }
    }
    for (int head = 0; head < HEADS; head++) {
      double[][] q = projected(attention, "Q", head, stream);
      double[][] k = projected(attention, "K", head, stream);
      double[][] v = projected(attention, "V", head, stream);
      for (int to = 0; to < stream.length; to++) {
        double[] z = attended(q[to], k, v, to);
        for (int d = 0; d < D_MODEL; d++) {
          for (int h = 0; h < D_HEAD; h++) {
            sum[to][d] += z[h] * weight(attention + "W_O").get((head * D_HEAD + h) * D_MODEL + d);
          }
        }
      }
    }
    return sum;
  }

  private double[][] projected(String attention, String input, int head, double[][] stream) {
    double[][] projected = new double[stream.length][D_HEAD];
    for (int pos = 0; pos < stream.length; pos++) {
      for (int h = 0; h < D_HEAD; h++) {
        projected[pos][h] = weight(attention + "b_" + input).get(head * D_HEAD + h);
        for (int d = 0; d < D_MODEL; d++) {
          projected[pos][h] +=
              stream[pos][d]
                  * weight(attention + "W_" + input).get((head * D_MODEL + d) * D_HEAD + h);
        }
      }
    }
    return projected;
  }

  private static double[] attended(double[] q, double[][] k, double[][] v, int to) {
    double[] z = new double[D_HEAD];
    double total = 0;
    for (int from = 0; from <= to; from++) {
      double score = 0;
      for (int h = 0; h < D_HEAD; h++) {
        score += q[h] * k[from][h];
      }
      double weight = Math.exp(score / Math.sqrt(D_HEAD));
      total += weight;
      for (int h = 0; h < D_HEAD; h++) {
        z[h] += weight * v[from][h];
      }
    }
    for (int h = 0; h < D_HEAD; h++) {
      z[h] /= total;
    }
    return z;
  }
}
