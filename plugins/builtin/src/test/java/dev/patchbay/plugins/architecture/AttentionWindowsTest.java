package dev.patchbay.plugins.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.plugins.architecture.LlamaTraits.Windows;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionWindowsTest {

  private static final StoredModel MISTRAL = StoredModel.of("mistral-tiny");

  /** Two layers, of which the second sees 4 positions. */
  private static final StoredModel QWEN =
      StoredModel.of("qwen2-tiny")
          .with("use_sliding_window", true)
          .with("sliding_window", 4)
          .with("layer_types", List.of("full_attention", "sliding_attention"));

  @Test
  void read_ofMistral_isTheSameInEveryLayer() {
    assertThat(everywhere(MISTRAL)).containsExactly(4, 4);
  }

  @Test
  void read_ofANullWindow_isNone() {
    assertThat(everywhere(MISTRAL.with("sliding_window", null))).isEmpty();
  }

  @Test
  void read_ofAWindowOverTheWholeContext_isNone() {
    assertThat(everywhere(MISTRAL.with("sliding_window", 64))).isEmpty();
  }

  @Test
  void read_ofASilentMistral_isTheWindowOfTheFirst() {
    StoredModel silent = MISTRAL.without("sliding_window");

    assertThat(everywhere(silent.with("max_position_embeddings", 32768)))
        .containsExactly(4096, 4096);
  }

  @Test
  void read_ofAWindowOfZero_isRefused() {
    assertThatThrownBy(() -> everywhere(MISTRAL.with("sliding_window", 0)))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "config.json: the field 'sliding_window' is 0.\n"
                + "It must be a whole number of at least 1.");
  }

  @Test
  void read_ofLayerTypes_followsThem() {
    assertThat(somewhere(QWEN)).containsExactly(0, 4);
  }

  @Test
  void read_withoutLayerTypes_leavesTheFirstLayersFull() {
    assertThat(somewhere(QWEN.without("layer_types").with("max_window_layers", 1)))
        .containsExactly(0, 4);
  }

  @Test
  void read_withTheSwitchOff_isNone() {
    StoredModel off = QWEN.with("use_sliding_window", false);

    assertThat(somewhere(off.without("layer_types").with("max_window_layers", 0))).isEmpty();
    assertThat(somewhere(off.with("layer_types", List.of("full_attention", "full_attention"))))
        .isEmpty();
  }

  /** No version of transformers runs such a model. */
  @ParameterizedTest
  @CsvSource({"use_sliding_window,false", "sliding_window,"})
  void read_ofLayerTypesWithAWindowWhereThereIsNone_isRefused(String field, Boolean value) {
    assertThatThrownBy(() -> somewhere(QWEN.with(field, value)))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "config.json: layer_types = [full_attention, sliding_attention] contradicts %s = %s.\n"
                    .formatted(field, value)
                + "Both say which layers have a window: correct the wrong one.");
  }

  @Test
  void read_withTheSwitchOff_stillChecksLayerTypes() {
    StoredModel off = QWEN.with("use_sliding_window", false);

    assertThatThrownBy(() -> somewhere(off.with("layer_types", List.of("full_attention"))))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("does not name the types of 2 layers");
  }

  @Test
  void read_ofAnUnknownLayerType_isRefused() {
    List<String> types = List.of("full_attention", "linear_attention");

    assertThatThrownBy(() -> somewhere(QWEN.with("layer_types", types)))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "config.json: layer_types = [full_attention, linear_attention] is not supported.\n"
                + "Supported: full_attention, sliding_attention.");
  }

  @Test
  void read_ofTooFewLayerTypes_isRefused() {
    assertThatThrownBy(() -> somewhere(QWEN.with("layer_types", List.of("full_attention"))))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "config.json: layer_types = [full_attention] does not name the types of 2 layers.\n"
                + "Give a list with one type for each of num_hidden_layers.");
  }

  private static List<Integer> everywhere(StoredModel model) {
    return read(model.config(), Windows.EVERY_LAYER);
  }

  private static List<Integer> somewhere(StoredModel model) {
    return read(model.config(), Windows.SOME_LAYERS);
  }

  private static List<Integer> read(CheckpointConfig config, Windows windows) {
    ModelSpec sizes = DecoderSizes.read("llama", config).norm(Norm.RMS_NORM, 1e-6).build();
    return AttentionWindows.read(config, windows, sizes);
  }
}
