package dev.patchbay.engine.circuit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.readout.BatchReadout;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.weights.LoadedModel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The positions of some prompts of one length, and what tensors hold at an {@link Extent}. */
public final class Places implements AutoCloseable {

  private final int length;
  private final int first;
  private final BatchReadout readout;
  private final @Nullable NDArray positions; // of each prompt's answer [batch], where it has one

  /**
   * @param length positions of each prompt
   * @param first the first late position; no answer is read before it
   * @param readout of these prompts
   */
  Places(LoadedModel model, int length, int first, BatchReadout readout) {
    this.length = length;
    this.first = first;
    this.readout = readout;
    int[] answers = readout.onlyPositions();
    this.positions =
        answers.length == 0
            ? null
            : Scratch.release(
                model
                    .tensors()
                    .integers(
                        Arrays.stream(answers).asLongStream().toArray(),
                        new Shape(answers.length)));
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
  public int count(Extent extent) {
    return switch (extent) {
      case PREFIX -> first;
      case AFTER_PREFIX -> length - first;
      case ANSWERS -> 1;
    };
  }

  /** Of a tensor over all positions [batch, pos, n]. */
  NDArray at(Extent extent, NDArray tensor) {
    return switch (extent) {
      case PREFIX -> range(tensor, 0, first);
      case AFTER_PREFIX -> range(tensor, first, length);
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
    if (shape.get(axis) == 1 || positions == null) {
      return late;
    }
    return readout.atAnswers(late).expandDims(axis).duplicate(); // not a view of all positions
  }

  @Override
  public void close() {
    if (positions != null) {
      positions.close();
    }
  }
}
