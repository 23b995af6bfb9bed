package dev.patchbay.spi.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorRecipeTest {

  @Test
  void steps_chained_comeInOrder() {
    TensorRecipe recipe =
        TensorRecipe.of("h.0.attn.c_attn.weight").slice(1, 0, 8).reshape(8, 2, 4).permute(1, 0, 2);
    assertThat(recipe.steps())
        .containsExactly(
            new TensorRecipe.Slice(1, 0, 8),
            new TensorRecipe.Reshape(new Shape(8, 2, 4)),
            new TensorRecipe.Permute(List.of(1, 0, 2)));
  }

  @Test
  void step_added_leavesTheRecipeAsItWas() {
    TensorRecipe recipe = TensorRecipe.of("wte.weight");
    recipe.permute(1, 0);
    assertThat(recipe.steps()).isEmpty();
  }

  @Test
  void zeros_ofAShape_nameNoTensor() {
    assertThat(TensorRecipe.zeros(3).isZeros()).isTrue();
    assertThat(TensorRecipe.of("b").isZeros()).isFalse();
  }
}
