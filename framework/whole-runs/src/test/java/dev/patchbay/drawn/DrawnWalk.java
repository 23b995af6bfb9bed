package dev.patchbay.drawn;

import static dev.patchbay.drawn.DrawnModel.oneIn;
import static dev.patchbay.drawn.DrawnModel.pick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.engine.search.SearchNotes;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.run.CircuitSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A search that is asked what is drawn: receiver by receiver as ACDC goes, and as nobody should.
 * Every answer is held against the plain reading's.
 */
final class DrawnWalk {

  private final CircuitSearch search;
  private final Told told;
  private final PlainCircuits plain;
  private final String what;
  private final Random random;
  private final ComputationGraph graph;
  private final BitSet edges;
  private final double goes;
  private final double rounding;
  private int questions;
  private int removals;

  /** Notes that know an answer when it was just put there. */
  static final class Told implements SearchNotes {

    private OptionalDouble next = OptionalDouble.empty();

    @Override
    public OptionalDouble known(Question question, int... edges) {
      return next;
    }

    @Override
    public void add(Question question, int[] edges, double loss) {}
  }

  /**
   * A walk from the circuit that the search begins with.
   *
   * @param told what the search may take as known
   * @param rounding how far answers may be from the plain reading's
   */
  DrawnWalk(
      CircuitSearch search,
      Told told,
      PlainCircuits plain,
      double rounding,
      String what,
      Random random) {
    this.search = search;
    this.told = told;
    this.plain = plain;
    this.rounding = rounding;
    this.what = what;
    this.random = random;
    this.graph = search.circuit().graph();
    this.edges = search.circuit().toBitSet();
    this.goes = pick(random, .1, .5, .9, 1.);
    assertLoss();
  }

  /** Until so many answers were compared. */
  void ask(int answers) {
    while (questions < answers) {
      int receiver = random.nextInt(graph.receiverCount());
      List<Integer> order = into(receiver);
      expect(order);
      if (oneIn(4, random)) {
        Collections.shuffle(order, random);
      }
      order.forEach(this::step);
    }
  }

  /** Until there were so many removals; most answers are not looked at. */
  void remove(int count) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, graph.edgeCount()).boxed().toList());
    Collections.shuffle(order, random);
    for (int edge : order.subList(0, count)) {
      if (oneIn(4, random)) {
        compare(edge);
      }
      take(edge);
    }
    assertThat(removals).isEqualTo(count);
  }

  private List<Integer> into(int receiver) {
    return new ArrayList<>(
        IntStream.range(0, graph.fanIn(receiver))
            .map(sender -> graph.ordinal(sender, receiver))
            .filter(edge -> edges.get(edge) || oneIn(8, random))
            .boxed()
            .toList());
  }

  /** What comes, some of it, or something else. */
  private void expect(List<Integer> order) {
    List<Integer> expected = new ArrayList<>(order);
    switch (random.nextInt(8)) {
      case 0 -> Collections.shuffle(expected, random);
      case 1 -> expected.addAll(0, into(random.nextInt(graph.receiverCount())));
      case 2 -> expected = into(random.nextInt(graph.receiverCount()));
      case 3 -> expected.removeIf(edge -> oneIn(3, random));
      default -> {}
    }
    search.expect(expected.stream().mapToInt(edge -> edge).toArray());
  }

  /** Asks about the edge, mostly, and removes it or not; now and then something else. */
  private void step(int edge) {
    switch (random.nextInt(24)) {
      case 0 -> search.expect();
      case 1 -> tell(edge);
      case 2 -> take(edge);
      case 3 -> compare(edge, any(), any());
      case 4 -> take(any(), edge);
      case 5 -> compare(any());
      case 6 -> take(any());
      case 7 -> assertLoss();
      default -> {
        compare(edge);
        if (random.nextDouble() < goes) {
          take(edge);
        }
      }
    }
  }

  private void tell(int edge) {
    told.next = OptionalDouble.of(plain.loss(without(edge)));
    search.lossWithout(edge);
    told.next = OptionalDouble.empty();
  }

  private int any() {
    return random.nextInt(graph.edgeCount());
  }

  private void compare(int... ordinals) {
    questions++;
    assertThat(search.lossWithout(ordinals))
        .as(() -> "%s%nwithout %s of %s".formatted(what, names(ordinals), circuit()))
        .isCloseTo(plain.loss(without(ordinals)), within(rounding));
  }

  private List<String> circuit() {
    return search.circuit().edgeNames();
  }

  private List<String> names(int... ordinals) {
    return Arrays.stream(ordinals).mapToObj(edge -> graph.edge(edge).name()).toList();
  }

  private BitSet without(int... ordinals) {
    BitSet rest = (BitSet) edges.clone();
    Arrays.stream(ordinals).forEach(rest::clear);
    return rest;
  }

  private void take(int... ordinals) {
    search.remove(ordinals);
    removals++;
    Arrays.stream(ordinals).forEach(edges::clear);
    assertThat(search.circuit().toBitSet()).isEqualTo(edges);
    if (oneIn(2, random)) {
      assertLoss();
    }
  }

  private void assertLoss() {
    assertThat(search.loss())
        .as(() -> "%s%nunder %s".formatted(what, circuit()))
        .isCloseTo(plain.loss(edges), within(rounding));
  }
}
