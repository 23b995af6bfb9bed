package dev.patchbay.plugins.task;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Equal seeds give what Python 3, numpy and libtorch give. */
class RandomnessTest {

  private static final long LARGE_SEED = (1L << 40) + 7;

  /** {@code random.seed(2**40+7); [random.randrange(1000) for _ in range(5)]}. */
  @Test
  void below_asPython_isItsRandrange() {
    PythonRandom random = new PythonRandom(LARGE_SEED);
    assertThat(IntStream.range(0, 5).map(i -> random.below(1000)).toArray())
        .containsExactly(628, 765, 834, 960, 967);
  }

  /** Then {@code random.sample(range(20), 15)}, which copies, and {@code sample(range(30), 8)}. */
  @Test
  void sample_asPython_isItsSample() {
    PythonRandom random = new PythonRandom(LARGE_SEED);
    IntStream.range(0, 5).forEach(i -> random.below(1000));

    assertThat(random.sample(upTo(20), 15))
        .containsExactly(18, 15, 8, 4, 12, 17, 11, 5, 6, 7, 10, 19, 3, 13, 9);
    assertThat(random.sample(upTo(30), 8)).containsExactly(24, 19, 5, 4, 23, 16, 25, 18);
  }

  private static List<Integer> upTo(int bound) {
    return IntStream.range(0, bound).boxed().toList();
  }

  /** {@code numpy.random.seed(0); numpy.random.randint(10, size=10)}. */
  @Test
  void below_asNumpy_isItsRandint() {
    MersenneTwister twister = new MersenneTwister(0);
    assertThat(IntStream.range(0, 10).map(i -> twister.numpyBelow(10)).toArray())
        .containsExactly(5, 0, 3, 3, 7, 9, 3, 5, 2, 4);
  }

  @Test
  void below_asTorch_isWhatItsLibraryDraws() {
    MersenneTwister twister = new MersenneTwister(54);
    try (NDManager manager = NDManager.newBaseManager()) {
      Engine.getInstance().setRandomSeed(54);
      long[] nouns = draw(manager, 120);
      long[] years = draw(manager, 604);

      assertThat(LongStream.range(0, 200).map(i -> twister.torchBelow(120)).toArray())
          .isEqualTo(nouns);
      assertThat(LongStream.range(0, 200).map(i -> twister.torchBelow(604)).toArray())
          .isEqualTo(years);
    }
  }

  private static long[] draw(NDManager manager, int bound) {
    return manager.randomInteger(0, bound, new Shape(200), DataType.INT64).toLongArray();
  }
}
