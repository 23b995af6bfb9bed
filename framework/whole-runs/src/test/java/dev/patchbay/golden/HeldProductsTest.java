package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.LoadedModel;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.testkit.TinyArchitecture;
import dev.patchbay.testkit.TinyModels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A search that holds products of heads' weights beside one that may not: two layers of two heads
 * alone, where whatever a head of the first changes reaches the second through products.
 */
class HeldProductsTest {

  /** Two ways to the same float64 losses of size up to 10. */
  private static final double TOLERANCE = 1e-12;

  /** W_O · W of both heads of the first layer and three inputs of both of the second. */
  private static final int PRODUCTS = 2 * 3 * 2;

  private static final Shape D_HEAD_BY_D_HEAD = new Shape(4, 4);

  private static final PromptSet PROMPTS =
      new PromptSet(
          "three",
          List.of(
              PromptPair.of(List.of(3, 1, 2), List.of(3, 5, 2), List.of(1), List.of(2)),
              PromptPair.of(List.of(1, 2, 3), List.of(4, 5, 3), List.of(1), List.of(2)),
              PromptPair.of(List.of(7, 2, 8), List.of(7, 9, 8), List.of(3), List.of(4))));

  /**
   * What a search answered to every edge.
   *
   * @param losses of the whole model without this edge
   * @param fresh the same, of runs that begin anew
   * @param products that it held at its end
   */
  private record Answers(List<Double> losses, List<Double> fresh, long products) {}

  private static Answers search(boolean holdsProducts) {
    try (LoadedModel model =
            LoadedModel.load(
                TinyModels.attentionOnly(1),
                new TinyArchitecture(),
                Device.cpu(),
                ModelForm.plain(DataType.FLOAT64),
                holdsProducts);
        EngineExperiment experiment =
            Golden.experiment(model, PROMPTS, "logit_diff", "patching", 3);
        CircuitSearch search = experiment.search(Circuit.full(model.graph()))) {
      List<Double> losses = new ArrayList<>();
      List<Double> fresh = new ArrayList<>();
      for (int edge = 0; edge < model.graph().edgeCount(); edge++) {
        Circuit without = search.circuit().without(edge);
        losses.add(search.lossWithout(edge));
        fresh.add(experiment.metric().loss(experiment.measure(without)));
      }
      return new Answers(losses, fresh, products(experiment));
    }
  }

  private static long products(EngineExperiment experiment) {
    try (BatchScope scope = experiment.open(experiment.batches().get(0))) {
      NDManager manager = scope.clean().input().getManager();
      return manager.getManagedArrays().stream()
          .filter(tensor -> tensor.getShape().equals(D_HEAD_BY_D_HEAD))
          .count();
    }
  }

  @Test
  void search_thatMayHoldProducts_holdsOneOfEachPairOfHeads() {
    assertThat(search(true).products()).isEqualTo(PRODUCTS);
  }

  @Test
  void search_thatMayHoldNone_makesNoneAndFindsTheSame() {
    Answers with = search(true);
    Answers without = search(false);

    assertThat(without.products()).isZero();
    assertThat(without.fresh()).isEqualTo(with.fresh());
    for (int edge = 0; edge < with.losses().size(); edge++) {
      assertThat(without.losses().get(edge))
          .isCloseTo(with.losses().get(edge), within(TOLERANCE))
          .isCloseTo(with.fresh().get(edge), within(TOLERANCE));
    }
  }
}
