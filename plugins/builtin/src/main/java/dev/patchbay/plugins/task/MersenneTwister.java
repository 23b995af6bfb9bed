package dev.patchbay.plugins.task;

/**
 * The generator behind Python's {@code random}, numpy's {@code RandomState} and libtorch: equal
 * seeds give the numbers that they give. Java's own generators cannot repeat a reference data set.
 *
 * <p>Matsumoto and Nishimura 1998, Mersenne Twister, ACM TOMACS 8(1): MT19937 with both of their
 * ways to seed.
 */
final class MersenneTwister {

  private static final int SIZE = 624;
  private static final int SHIFT = 397;
  private static final int UPPER = 0x80000000;
  private static final int TWIST = 0x9908b0df;

  /** Seeds the state that a key is mixed into. */
  private static final int KEYED = 19650218;

  private final int[] state = new int[SIZE];
  private int next = SIZE;

  /** Seeded as numpy's {@code RandomState(seed)} and libtorch's {@code manual_seed(seed)} are. */
  MersenneTwister(int seed) {
    state[0] = seed;
    for (int i = 1; i < SIZE; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /** Seeded by a key of words, as Python's {@code random.seed} does. */
  static MersenneTwister ofKey(int... key) {
    MersenneTwister twister = new MersenneTwister(KEYED);
    twister.mix(key);
    return twister;
  }

  private void mix(int... key) {
    int i = 1;
    for (int step = 0; step < Math.max(SIZE, key.length); step++) {
      int word = step % key.length;
      state[i] = (state[i] ^ (before(i) * 1664525)) + key[word] + word;
      i = after(i);
    }
    for (int step = 0; step < SIZE - 1; step++) {
      state[i] = (state[i] ^ (before(i) * 1566083941)) - i;
      i = after(i);
    }
    state[0] = UPPER;
  }

  private int before(int i) {
    return state[i - 1] ^ (state[i - 1] >>> 30);
  }

  private int after(int i) {
    if (i < SIZE - 1) {
      return i + 1;
    }
    state[0] = state[SIZE - 1];
    return 1;
  }

  /** The next 32 bits. */
  int next() {
    if (next == SIZE) {
      twist();
    }
    int y = state[next];
    next++;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  private void twist() {
    for (int k = 0; k < SIZE; k++) {
      int y = (state[k] & UPPER) | (state[(k + 1) % SIZE] & ~UPPER);
      state[k] = state[(k + SHIFT) % SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : TWIST);
    }
    next = 0;
  }

  /** As numpy's legacy {@code randint(bound)}: masks bits until they fit. */
  int numpyBelow(int bound) {
    int mask = bound == 1 ? 0 : -1 >>> Integer.numberOfLeadingZeros(bound - 1);
    int drawn = next() & mask;
    while (drawn >= bound) {
      drawn = next() & mask;
    }
    return drawn;
  }

  /** As one number of libtorch's {@code randint(bound, …)} on the processor: the remainder. */
  int torchBelow(int bound) {
    return Integer.remainderUnsigned(next(), bound);
  }
}
