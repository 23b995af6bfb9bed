package dev.patchbay.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.tensor.SliceGroup.Member;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each slice brings rows of its own, and hears what all weights make of them. */
class SliceGroupTest {

  private static final int SLICES = 3;
  private static final int UNITS = 8; // do not divide among three

  /** Said to be many: whether it pays is not in question here. */
  private static final long MANY = Long.MAX_VALUE;

  private NDManager manager;
  private NDArray weights; // [4, unit]

  @BeforeEach
  void open() {
    TensorEngine.start(0);
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    weights = manager.arange(4 * UNITS).reshape(4, UNITS).toType(dataType(), true);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static DataType dataType() {
    return DataType.FLOAT64;
  }

  /** Rows of which each slice has another number. */
  private NDArray rows(int slice) {
    return manager
        .arange((slice + 1) * 2 * 4)
        .add(100 * slice)
        .reshape(slice + 1, 2, 4)
        .toType(dataType(), true);
  }

  private NDArray some(NDArray rows, long from, long to) {
    return rows.matMul(weights.get(new NDIndex().addAllDim().addSliceDim(from, to)));
  }

  private static <T> List<T> each(Function<Member, T> work) {
    SliceGroup group = new SliceGroup(SLICES);
    List<CompletableFuture<T>> all =
        IntStream.range(0, SLICES)
            .mapToObj(
                slice ->
                    CompletableFuture.supplyAsync(
                        () -> work.apply(new Member(group, slice)), run -> new Thread(run).start()))
            .toList();
    // All have ended before tensors are closed: one that fails leaves others at work.
    for (CompletableFuture<T> one : all) {
      one.handle((answer, failure) -> answer).join();
    }
    return all.stream().map(CompletableFuture::join).toList();
  }

  @Test
  void columns_severalSlices_areEachOnesOwnRowsTimesAllWeights() {
    List<NDArray> answers =
        each(
            member ->
                member.product(
                    rows(member.number()), MANY, UNITS, this::some, SliceGroup::columns));

    for (int slice = 0; slice < SLICES; slice++) {
      assertThat(answers.get(slice)).isEqualTo(rows(slice).matMul(weights));
    }
  }

  @Test
  void sum_severalSlices_isOverAllUnits() {
    List<NDArray> answers =
        each(
            member ->
                member.product(
                    rows(member.number()),
                    MANY,
                    UNITS,
                    (rows, from, to) -> some(rows, from, to).sum(new int[] {1}, true),
                    SliceGroup::sum));

    for (int slice = 0; slice < SLICES; slice++) {
      assertThat(answers.get(slice))
          .isEqualTo(rows(slice).matMul(weights).sum(new int[] {2}, true));
    }
  }

  @Test
  void columns_fewWeights_waitForNobody() {
    Member first = new Member(new SliceGroup(SLICES), 0);

    assertThat(first.product(rows(0), 1, UNITS, this::some, SliceGroup::columns))
        .isEqualTo(rows(0).matMul(weights));
  }

  @Test
  void columns_anotherSliceFailed_failAsItDid() {
    IllegalStateException fault = new IllegalStateException("out of memory");

    assertThatThrownBy(
            () ->
                each(
                    member -> {
                      if (member.number() == SLICES - 1) {
                        member.fail(fault);
                        return manager.zeros(new Shape(1));
                      }
                      return member.product(
                          rows(member.number()), MANY, UNITS, this::some, SliceGroup::columns);
                    }))
        .isInstanceOf(CompletionException.class)
        .hasCause(fault);
  }
}
