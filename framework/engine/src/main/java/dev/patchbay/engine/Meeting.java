package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the slices of a batch multiply with large weights together: each takes the rows of all with
 * a share of the weights, rather than its own rows with all weights. Before a product multiplies it
 * packs its weights, which takes as long as some twenty rows do; so each thread packs a share.
 *
 * <p>Every slice has a {@link Seat}. All come in the same order, each on a thread of its own.
 */
final class Meeting {

  /** Weights of which to pack a share saves no more than it takes to wait for each other. */
  private static final long FEW_WEIGHTS = 1 << 19;

  private final int seats;
  private final Phaser phaser;
  private final AtomicReferenceArray<NDArray> rows;
  private final AtomicReferenceArray<NDArray> products;
  private volatile @Nullable Throwable fault;

  /**
   * @param seats how many slices come
   */
  Meeting(int seats) {
    this.seats = seats;
    this.phaser = new Phaser(seats);
    this.rows = new AtomicReferenceArray<>(seats);
    this.products = new AtomicReferenceArray<>(seats);
  }

  /** What a share of some weights makes of rows [row, d_model]. */
  interface Share {
    /**
     * Multiplies with some of the weights.
     *
     * @param from the first of the weights' units, {@code to} one behind the last
     */
    NDArray of(NDArray rows, long from, long to);
  }

  /** One slice's part in a meeting; its answers do not depend on who is there first. */
  record Seat(Meeting meeting, int number) {

    /** A slice without others. */
    static Seat alone() {
      return new Seat(new Meeting(1), 0);
    }

    /**
     * A product of which every unit of the weights gives a summand.
     *
     * @param stream [..., d_model]
     * @param weights how many there are, for all units
     */
    NDArray sum(NDArray stream, long weights, long units, Share share) {
      return meeting.together(number, stream, weights, units, share, Seat::total);
    }

    /** A product of which every unit of the weights gives a column. */
    NDArray columns(NDArray stream, long weights, long units, Share share) {
      return meeting.together(
          number, stream, weights, units, share, parts -> NDArrays.concat(parts, 1));
    }

    private static NDArray total(NDList parts) {
      NDArray total = parts.get(0).add(parts.get(1));
      parts.stream().skip(2).forEach(total::addi);
      return total;
    }

    /** Ends the meeting: those who wait for this slice, or ever will, fail as it did. */
    void fail(Throwable fault) {
      meeting.fault = fault;
      meeting.phaser.forceTermination();
    }
  }

  private NDArray together(
      int seat,
      NDArray stream,
      long weights,
      long units,
      Share share,
      Function<NDList, NDArray> join) {
    if (seats == 1 || weights <= FEW_WEIGHTS) {
      return share.of(stream, 0, units);
    }
    Shape shape = stream.getShape();
    Shape front = shape.slice(0, shape.dimension() - 1);
    rows.set(seat, stream.reshape(front.size(), shape.tail()));
    await();
    NDArray all = NDArrays.concat(listed(rows));
    products.set(seat, share.of(all, units * seat / seats, units * (seat + 1) / seats));
    await();
    long before = IntStream.range(0, seat).mapToLong(i -> rows.get(i).getShape().get(0)).sum();
    NDIndex own = new NDIndex().addSliceDim(before, before + front.size());
    NDList parts = new NDList();
    listed(products).forEach(product -> parts.add(product.get(own)));
    NDArray joined = join.apply(parts);
    await(); // nobody reads what the others are about to free
    return joined.reshape(front.add(joined.getShape().tail()));
  }

  private NDList listed(AtomicReferenceArray<NDArray> tensors) {
    return new NDList(IntStream.range(0, seats).mapToObj(tensors::get).toList());
  }

  private void await() {
    if (phaser.arriveAndAwaitAdvance() < 0) {
      if (fault instanceof Error error) {
        throw error;
      }
      throw fault instanceof RuntimeException known ? known : new IllegalStateException(fault);
    }
  }
}
