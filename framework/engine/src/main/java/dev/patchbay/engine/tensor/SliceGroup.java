package dev.patchbay.engine.tensor;

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
 * The slices of a batch, which multiply with large weights together (tensor parallelism): each
 * takes the rows of all with a share of the weights, rather than its own rows with all weights.
 * Before a product multiplies it packs its weights, which takes as long as a dozen rows do; so each
 * thread packs a share.
 *
 * <p>Every slice has a {@link Member}. All come in the same order, each on a thread of its own.
 */
public final class SliceGroup {

  /** Weights of which to pack a share saves no more than it takes to wait for each other. */
  private static final long FEW_WEIGHTS = 1 << 19;

  private final int members;
  private final Phaser phaser;
  private final AtomicReferenceArray<NDArray> rows;
  private final AtomicReferenceArray<NDArray> products;
  private volatile @Nullable Throwable fault;

  /**
   * @param members how many slices there are
   */
  public SliceGroup(int members) {
    this.members = members;
    this.phaser = new Phaser(members);
    this.rows = new AtomicReferenceArray<>(members);
    this.products = new AtomicReferenceArray<>(members);
  }

  /** What a share of some weights makes of rows [row, d_model]. */
  public interface Share {
    /**
     * Multiplies with some of the weights.
     *
     * @param from the first of the weights' units, {@code to} one after the last
     */
    NDArray of(NDArray rows, long from, long to);
  }

  /** One slice of a group; its answers do not depend on who is there first. */
  public record Member(SliceGroup group, int number) {

    /** A slice without others. */
    public static Member alone() {
      return new Member(new SliceGroup(1), 0);
    }

    /**
     * A product with large weights; each slice of the group is at it.
     *
     * @param stream [..., d_model]
     * @param weights how many there are, for all units
     * @param units of the weights, which slices share out
     * @param join puts the products of shares together: {@link SliceGroup#sum} or {@link
     *     SliceGroup#columns}
     */
    public NDArray product(
        NDArray stream, long weights, long units, Share share, Function<NDList, NDArray> join) {
      int members = group.members;
      if (members == 1 || weights <= FEW_WEIGHTS) {
        return share.of(stream, 0, units);
      }
      Shape shape = stream.getShape();
      Shape outer = shape.slice(0, shape.dimension() - 1);
      group.rows.set(number, stream.reshape(outer.size(), shape.tail()));
      group.await();
      NDArray all = NDArrays.concat(group.listed(group.rows));
      long from = units * number / members;
      group.products.set(number, share.of(all, from, units * (number + 1) / members));
      group.await();
      long before =
          IntStream.range(0, number).mapToLong(i -> group.rows.get(i).getShape().get(0)).sum();
      NDIndex own = new NDIndex().addSliceDim(before, before + outer.size());
      NDList parts = new NDList();
      group.listed(group.products).forEach(product -> parts.add(product.get(own)));
      NDArray joined = join.apply(parts);
      group.await(); // nobody reads what the others are about to free
      return joined.reshape(outer.add(joined.getShape().tail()));
    }

    /** Ends the group: those who wait for this slice, or ever will, fail as it did. */
    public void fail(Throwable fault) {
      group.fault = fault;
      group.phaser.forceTermination();
    }
  }

  /** Of shares of which every unit gives a summand. */
  public static NDArray sum(NDList parts) {
    NDArray total = parts.get(0).add(parts.get(1));
    parts.stream().skip(2).forEach(total::addi);
    return total;
  }

  /** Of shares of which every unit gives a column. */
  public static NDArray columns(NDList parts) {
    return NDArrays.concat(parts, 1);
  }

  private NDList listed(AtomicReferenceArray<NDArray> tensors) {
    return new NDList(IntStream.range(0, members).mapToObj(tensors::get).toList());
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
