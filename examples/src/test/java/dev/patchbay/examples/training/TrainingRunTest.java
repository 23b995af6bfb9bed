package dev.patchbay.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {

  private static final int STEPS = 60;

  /** A model that knows nothing has ln 733 ≈ 6.6; one that has counted words is far below. */
  private static final double LOSS_OF_A_BEGINNER = 6;

  private final NDManager manager = begin();

  @TempDir Path folder;

  private static NDManager begin() {
    TensorEngine.start(0);
    return NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void step_aFewTimes_lowersTheLoss() {
    Recipe recipe = Toy.recipe(STEPS);
    try (TrainingRun run = new TrainingRun(recipe, TrainingState.fresh(recipe, manager), manager)) {
      double first = run.step();
      double last = first;
      while (!run.isDone()) {
        last = run.step();
      }

      assertThat(first).isGreaterThan(LOSS_OF_A_BEGINNER);
      assertThat(last).isLessThan(LOSS_OF_A_BEGINNER - 1);
    }
  }

  @Test
  void load_aSavedState_goesOnToTheSameWeights() throws IOException {
    Recipe recipe = Toy.recipe(6);
    byte[] unbroken = weightsAfter(recipe, TrainingState.fresh(recipe, manager), 6);

    Path file = folder.resolve("state.safetensors");
    TrainingState half = TrainingState.fresh(recipe, manager);
    try (TrainingRun run = new TrainingRun(recipe, half, manager)) {
      for (int i = 0; i < 3; i++) {
        run.step();
      }
      run.state().save(recipe, file);
    }

    assertThat(weightsAfter(recipe, TrainingState.load(recipe, file, manager), 3))
        .isEqualTo(unbroken);
  }

  private byte[] weightsAfter(Recipe recipe, TrainingState state, int steps) {
    try (TrainingRun run = new TrainingRun(recipe, state, manager)) {
      for (int i = 0; i < steps; i++) {
        run.step();
      }
      return SafetensorsFile.of(run.state().weights());
    }
  }

  @Test
  void load_theStateOfAnotherRecipe_saysWhichItIs() throws IOException {
    Path file = folder.resolve("state.safetensors");
    TrainingState.fresh(Toy.recipe(6), manager).save(Toy.recipe(6), file);

    assertThatThrownBy(() -> TrainingState.load(Toy.recipe(9), file, manager))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            file
                + " was made for --steps 6 --seed 7.\n"
                + "Go on with the same, or begin in another folder.");
  }

  @Test
  void load_withoutAState_saysWhatIsMissing() {
    Path file = folder.resolve("state.safetensors");

    assertThatThrownBy(() -> TrainingState.load(Toy.recipe(6), file, manager))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "There is no training to go on with: "
                + file
                + " is missing.\nBegin one: omit --resume.");
  }
}
