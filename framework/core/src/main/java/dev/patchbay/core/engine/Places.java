package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The positions of some prompts of one length, and what tensors hold at an {@link Extent}. */
final class Places implements AutoCloseable {

  private final int length;
  private final int first;
  private final int[] answers; // each prompt's, where each has one; else empty
  private final @Nullable NDArray positions; // the same [batch]
  private final @Nullable NDArray rows; // the same among all late rows [batch]

  /**
   * @param length positions of each prompt
   * @param first the first late position
   * @param answers the answer position of each prompt, none before {@code first}; empty where a
   *     prompt has several
   */
  Places(LoadedModel model, int length, int first, int[] answers) {
    this.length = length;
    this.first = first;
    this.answers = answers;
    if (answers.length == 0) {
      positions = null;
      rows = null;
    } else {
      int late = length - first;
      Shape each = new Shape(answers.length);
      positions = Scratch.release(model.integers(longs(answers), each));
      int[] among = // of all late rows, prompt after prompt
          IntStream.range(0, answers.length).map(i -> i * late + answers[i] - first).toArray();
      rows = Scratch.release(model.integers(longs(among), each));
    }
  }

  private static long[] longs(int[] numbers) {
    return Arrays.stream(numbers).asLongStream().toArray();
  }

  int length() {
    return length;
  }

  int first() {
    return first;
  }

  boolean oneAnswerEach() {
    return positions != null;
  }

  /** Each prompt's answer position [batch]. */
  NDArray answers() {
    if (positions == null) {
      throw new IllegalStateException("Prompts with several answers each, read at one alone");
    }
    return positions;
  }

  /** How many positions of a prompt an extent has. */
  int count(Extent extent) {
    return switch (extent) {
      case PREFIX -> first;
      case LATE -> length - first;
      case ANSWERS -> 1;
    };
  }

  /** Of a tensor over all positions [batch, pos, n]. */
  NDArray at(Extent extent, NDArray tensor) {
    return switch (extent) {
      case PREFIX -> range(tensor, 0, first);
      case LATE -> range(tensor, first, length);
      case ANSWERS -> narrowed(range(tensor, first, length));
    };
  }

  private NDArray range(NDArray tensor, int from, int to) {
    return from == 0 && to == length
        ? tensor
        : tensor.get(new NDIndex().addAllDim().addSliceDim(from, to));
  }

  /**
   * Of a tensor over the late positions, or over the answers already, the answers [..., batch, 1,
   * n].
   *
   * @param late [batch, pos, n], or of several candidates [candidate, batch, pos, n]
   */
  NDArray narrowed(NDArray late) {
    Shape shape = late.getShape();
    int axis = shape.dimension() - 2;
    if (shape.get(axis) == 1 || rows == null) {
      return late;
    }
    if (Arrays.stream(answers).allMatch(answer -> answer == answers[0])) {
      int at = answers[0] - first;
      return late.get(new NDIndex().addEllipseDim().addSliceDim(at, at + 1).addAllDim())
          .duplicate();
    }
    long width = shape.get(axis + 1);
    long candidates = axis == 1 ? 1 : shape.get(0);
    NDArray chosen = // [candidate, batch, n]
        late.reshape(candidates, -1, width).get(new NDIndex(":, {}", rows));
    return axis == 1
        ? chosen.reshape(answers.length, 1, width)
        : chosen.reshape(candidates, answers.length, 1, width);
  }

  @Override
  public void close() {
    if (positions != null && rows != null) {
      positions.close();
      rows.close();
    }
  }
}
