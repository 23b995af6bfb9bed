package dev.patchbay.drawn;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Arithmetic on matrices, row after row. */
final class Rows {

  private Rows() {}

  static double[][] map(double[][] rows, DoubleUnaryOperator function) {
    return Arrays.stream(rows)
        .map(row -> Arrays.stream(row).map(function).toArray())
        .toArray(double[][]::new);
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

  /** The same row added to each. */
  static double[][] plusRow(double[][] rows, double[] row) {
    return Arrays.stream(rows)
        .map(own -> IntStream.range(0, row.length).mapToDouble(i -> own[i] + row[i]).toArray())
        .toArray(double[][]::new);
  }

  /** Number by number. */
  static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[a.length][a[0].length];
    for (int i = 0; i < product.length; i++) {
      for (int j = 0; j < product[i].length; j++) {
        product[i][j] = a[i][j] * b[i][j];
      }
    }
    return product;
  }

  /** Each row over its scale, times the gain. */
  static double[][] over(double[][] rows, double[] scales, double[] gain) {
    double[][] scaled = new double[rows.length][gain.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < gain.length; j++) {
        scaled[i][j] = rows[i][j] / scales[i] * gain[j];
      }
    }
    return scaled;
  }

  /** The matrices' product. */
  static double[][] times(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; j < b[0].length; j++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double[] softmax(double[] scores) {
    return Arrays.stream(logSoftmax(scores)).map(Math::exp).toArray();
  }

  static double[] logSoftmax(double[] scores) {
    double largest = Arrays.stream(scores).max().orElseThrow();
    double total = Arrays.stream(scores).map(score -> Math.exp(score - largest)).sum();
    return Arrays.stream(scores).map(score -> score - largest - Math.log(total)).toArray();
  }

  /** Φ(x), the share of a normal distribution that lies below x: its series around 0. */
  static double normalBelow(double x) {
    if (Math.abs(x) > 9) {
      return x < 0 ? 0 : 1;
    }
    double term = x;
    double sum = x;
    for (int i = 1; Math.abs(term) > 1e-18 * Math.abs(sum); i++) {
      term *= x * x / (2 * i + 1);
      sum += term;
    }
    return .5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
