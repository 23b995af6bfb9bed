package dev.patchbay.spi.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"input", "logits", "a0.h0", "a31.h17", "a3.kv1", "m0", "m95"})
  void parse_nodeName_comesBack(String name) {
    assertThat(Node.parse(name).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Input", "a0", "a0.q1", "h0", "m", "m-1", "a1.h2 ", "a1.h9999999", "m١"})
  void parse_noNodeName_isRefused(String name) {
    assertThatThrownBy(() -> Node.parse(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'%s' is not a node.\nNodes are named input, pos, a3.h5, a3.kv1, m3, logits."
                .formatted(name));
  }

  @Test
  void node_negativeLayer_isRefused() {
    assertThatThrownBy(() -> Node.head(-1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "input->logits",
        "a0.h0->a1.h2<q>",
        "m0->a1.h2<v>",
        "a0.h0->a1.kv0<k>",
        "a1.kv0->a1.h1"
      })
  void parse_edgeName_comesBack(String name) {
    assertThat(Edge.parse(name).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "input",
        "input->",
        "->logits",
        "input->input",
        "logits->m0",
        "input->m0<q>",
        "input->a0.h0<o>",
        "input->a0.kv0<q>",
        "input->a0.h0<q> ",
        "input->a0.h0<q>->m0"
      })
  void parse_noEdgeName_isRefused(String name) {
    assertThatThrownBy(() -> Edge.parse(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a0.h0->a1.h2  | it does not say which input of a1.h2 it enters. Add <q>, <k> or <v>.",
        "a0.h0->a1.kv0 | it does not say which input of a1.kv0 it enters. Add <k> or <v>."
      })
  void parse_edgeWithoutItsInput_saysWhatIsMissing(String name, String message) {
    assertThatThrownBy(() -> Edge.parse(name))
        .isInstanceOf(IllegalArgumentException.class)
        .extracting(error -> String.valueOf(error.getMessage()).replace('\n', ' '))
        .isEqualTo("'" + name + "' is not an edge: " + message);
  }

  @Test
  void qkv_ofEdges_isTheInputsLetter() {
    assertThat(Edge.parse("input->a0.h0<k>").qkv()).isEqualTo("k");
    assertThat(Edge.parse("input->m0").qkv()).isEmpty();
    assertThat(Edge.parse("a0.kv0->a0.h0").qkv()).isEmpty();
  }
}
