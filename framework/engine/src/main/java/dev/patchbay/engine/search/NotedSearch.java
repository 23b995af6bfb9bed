package dev.patchbay.engine.search;

import dev.patchbay.engine.search.SearchNotes.Question;
import dev.patchbay.engine.search.SearchStep.Kind;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.run.CircuitSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A search whose answers come from notes as far as these know them; the others are found and noted.
 * Until the first of those it computes nothing, and remembers what it was told.
 */
public final class NotedSearch implements CircuitSearch {

  private final SearchNotes notes;
  private final Function<List<SearchStep>, EngineSearch> begin;
  private final BitSet present;
  private final List<SearchStep> past = new ArrayList<>();
  private final ComputationGraph graph;
  private double loss;
  private @Nullable EngineSearch search;

  /**
   * @param begin begins a search that finds its answers, as one that has taken these steps
   */
  public NotedSearch(
      Circuit start, SearchNotes notes, Function<List<SearchStep>, EngineSearch> begin) {
    this.notes = notes;
    this.begin = begin;
    this.graph = start.graph();
    this.present = start.toBitSet();
    BitSet absent = start.toBitSet();
    absent.flip(0, graph.edgeCount());
    this.loss = answer(Question.START, absent.stream().toArray(), EngineSearch::loss);
  }

  private double answer(Question question, int[] edges, ToDoubleFunction<EngineSearch> find) {
    OptionalDouble known = notes.known(question, edges);
    if (known.isPresent()) {
      tell(SearchStep.of(Kind.valueOf(question.name()), edges, known.getAsDouble()));
      return known.getAsDouble();
    }
    double found = find.applyAsDouble(search());
    notes.add(question, edges, found);
    return found;
  }

  private void tell(SearchStep step) {
    if (search == null) {
      past.add(step);
    } else {
      search.take(step);
    }
  }

  private EngineSearch search() {
    if (search == null) {
      search = begin.apply(past);
    }
    return search;
  }

  @Override
  public Circuit circuit() {
    return Circuit.of(graph, present);
  }

  @Override
  public boolean has(int ordinal) {
    return present.get(ordinal);
  }

  @Override
  public double loss() {
    return loss;
  }

  @Override
  public void expect(int... ordinals) {
    tell(SearchStep.of(Kind.EXPECT, ordinals, 0));
  }

  @Override
  public double lossWithout(int... ordinals) {
    return answer(Question.TEST, ordinals, real -> real.lossWithout(ordinals));
  }

  @Override
  public void remove(int... ordinals) {
    loss =
        answer(
            Question.REMOVE,
            ordinals,
            real -> {
              real.remove(ordinals);
              return real.loss();
            });
    Arrays.stream(ordinals).forEach(present::clear);
  }

  @Override
  public void close() {
    if (search != null) {
      search.close();
    }
  }
}
