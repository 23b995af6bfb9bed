package dev.patchbay.spi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckpointConfigTest {

  private static final CheckpointConfig CONFIG = config();

  private static CheckpointConfig config() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("n_layer", 12);
    fields.put("n_head", 12.0);
    fields.put("n_inner", null);
    fields.put("eps", 1e-5);
    fields.put("half", 1.5);
    fields.put("huge", 1L << 40);
    fields.put("act", "gelu_new");
    fields.put("tied", true);
    fields.put("rope_scaling", Map.of("rope_type", "linear"));
    return new CheckpointConfig("gpt2/config.json", fields);
  }

  @Test
  void integer_wholeNumber_isRead() {
    assertThat(CONFIG.integer("n_layer")).isEqualTo(12);
    assertThat(CONFIG.integer("n_head")).isEqualTo(12);
  }

  @Test
  void integer_missing_namesFileFieldAndWhatThereIs() {
    assertFailure(
        () -> CONFIG.integer("n_embd"),
        "gpt2/config.json: the field 'n_embd' is missing.\n"
            + "The file has: act, eps, half, huge, n_head, n_inner, n_layer, rope_scaling,"
            + " tied.");
  }

  @Test
  void integer_null_isMissing() {
    assertThatThrownBy(() -> CONFIG.integer("n_inner"))
        .hasMessageStartingWith("gpt2/config.json: the field 'n_inner' is missing.");
    assertThat(CONFIG.integer("n_inner", 3072)).isEqualTo(3072);
  }

  @Test
  void integer_fraction_isRefused() {
    assertFailure(
        () -> CONFIG.integer("half"),
        "gpt2/config.json: the field 'half' is '1.5'.\nIt must be a whole number.");
  }

  @Test
  void integer_beyondAnInt_isRefused() {
    assertThatThrownBy(() -> CONFIG.integer("huge")).isInstanceOf(PatchbayException.class);
  }

  @Test
  void integer_text_isRefusedEvenWithAFallback() {
    assertThatThrownBy(() -> CONFIG.integer("act", 1)).isInstanceOf(PatchbayException.class);
  }

  @Test
  void number_absent_isTheFallback() {
    assertThat(CONFIG.number("eps", 0)).isEqualTo(1e-5);
    assertThat(CONFIG.number("other", .5)).isEqualTo(.5);
  }

  @Test
  void number_text_isRefused() {
    assertFailure(
        () -> CONFIG.number("act", 0),
        "gpt2/config.json: the field 'act' is 'gelu_new'.\nIt must be a number.");
  }

  @Test
  void number_missing_isNamed() {
    assertThat(CONFIG.number("eps")).isEqualTo(1e-5);
    assertThatThrownBy(() -> CONFIG.number("n_inner"))
        .hasMessageStartingWith("gpt2/config.json: the field 'n_inner' is missing.");
  }

  @Test
  void object_itsMissingField_isNamedWithBoth() {
    CheckpointConfig rope = CONFIG.object("rope_scaling");

    assertThat(rope.text("rope_type", "")).isEqualTo("linear");
    assertFailure(
        () -> rope.number("factor"),
        "gpt2/config.json, rope_scaling: the field 'factor' is missing.\n"
            + "The file has: rope_type.");
  }

  @Test
  void object_number_isRefused() {
    assertFailure(
        () -> CONFIG.object("half"),
        "gpt2/config.json: the field 'half' is '1.5'.\n"
            + "It must be an object with fields of its own.");
  }

  @Test
  void text_number_isRefused() {
    assertThat(CONFIG.text("act", "relu")).isEqualTo("gelu_new");
    assertThat(CONFIG.text("n_inner", "relu")).isEqualTo("relu");
    assertFailure(
        () -> CONFIG.text("n_layer", ""),
        "gpt2/config.json: the field 'n_layer' is '12'.\nIt must be a text.");
  }

  @Test
  void flag_text_isRefused() {
    assertThat(CONFIG.flag("tied", false)).isTrue();
    assertThat(CONFIG.flag("other", true)).isTrue();
    assertFailure(
        () -> CONFIG.flag("act", false),
        "gpt2/config.json: the field 'act' is 'gelu_new'.\nIt must be true or false.");
  }

  @Test
  void flag_null_isFalseAsInPython() {
    assertThat(CONFIG.flag("n_inner", true)).isFalse();
    assertThat(CONFIG.flag("n_inner", false)).isFalse();
  }

  @Test
  void unsupported_field_saysWhatIs() {
    assertThat(CONFIG.unsupported("act", "relu, gelu"))
        .hasMessage("gpt2/config.json: act = gelu_new is not supported.\nSupported: relu, gelu.");
  }

  private static void assertFailure(ThrowingCallable question, String message) {
    assertThatThrownBy(question)
        .isInstanceOf(PatchbayException.class)
        .hasMessage(message)
        .extracting(error -> ((PatchbayException) error).kind())
        .isEqualTo(PatchbayException.Kind.FAILED);
  }
}
