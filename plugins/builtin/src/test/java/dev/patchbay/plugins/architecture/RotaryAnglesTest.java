package dev.patchbay.plugins.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotaryAnglesTest {

  /** Powers and products of doubles, each good to an ulp or two. */
  private static final double ROUNDING = 1e-14;

  private static final Map<String, Object> LLAMA3 =
      Map.of(
          "rope_type",
          "llama3",
          "factor",
          8.0,
          "low_freq_factor",
          1.0,
          "high_freq_factor",
          4.0,
          "original_max_position_embeddings",
          16);

  @Test
  void read_ofASilentFile_hasTheUsualBase() {
    assertFrequencies(read(Map.of(), 8, 1), 1., .1, .01, .001);
  }

  @Test
  void read_ofPartOfAHead_turnsThatPart() {
    assertFrequencies(read(Map.of("rope_theta", 100), 8, .5), 1., .1);
  }

  @Test
  void read_ofTheNewerSpelling_isTheSame() {
    Map<String, Object> rope = Map.of("rope_theta", 100, "partial_rotary_factor", .5);

    assertFrequencies(read(Map.of("rope_parameters", rope), 8, 1), 1., .1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"type", "rope_type"})
  void read_ofLinearScaling_dividesEveryFrequency(String field) {
    Map<String, Object> scaling = Map.of(field, "linear", "factor", 4);

    assertFrequencies(read(Map.of("rope_scaling", scaling), 4, 1), .25, .0025);
  }

  @Test
  void read_ofLinearScalingInTheNewerSpelling_isTheSame() {
    Map<String, Object> rope = Map.of("rope_theta", 100, "rope_type", "linear", "factor", 4);

    assertFrequencies(read(Map.of("rope_parameters", rope), 4, 1), .25, .025);
  }

  @Test
  void read_ofDynamicScaling_leavesFrequenciesWithinTheContext() {
    Map<String, Object> scaling = Map.of("rope_type", "dynamic", "factor", 4);

    assertFrequencies(read(Map.of("rope_scaling", scaling), 4, 1), 1., .01);
  }

  @Test
  void read_ofDynamicScalingWithoutAFactor_isRefused() {
    assertRefused(
        Map.of("rope_scaling", Map.of("rope_type", "dynamic", "factor", 0)),
        "config.json, rope_scaling: the field 'factor' is 0.0.\nIt must be a number above 0.");
  }

  @Test
  void read_ofDefaultScaling_leavesFrequencies() {
    assertFrequencies(read(Map.of("rope_scaling", Map.of("rope_type", "default")), 4, 1), 1., .01);
  }

  /**
   * Within 16 positions the first pair turns 16 / 2π = 2.546 times, between 1 and 4: of its
   * frequency, 1, a share of (2.546 - 1) / (4 - 1) stays and the rest is divided by 8. The second
   * turns .49 times, so it and the slower ones are divided.
   */
  @Test
  void read_ofLlama3Scaling_dividesSlowFrequenciesAndBlendsBetween() {
    List<Double> frequencies = read(Map.of("rope_theta", 500_000, "rope_scaling", LLAMA3), 16, 1);

    assertFrequencies(
        frequencies,
        0.5760564010955116,
        0.02424034309358572,
        0.004700753866357992,
        0.0009115830921521387,
        0.00017677669529663688,
        3.428102195952591e-05,
        6.647869871181235e-06,
        1.2891731721515574e-06);
  }

  @Test
  void read_ofLlama3Scaling_keepsFastFrequencies() {
    Map<String, Object> scaling = new HashMap<>(LLAMA3);
    scaling.put("original_max_position_embeddings", 8192);

    assertThat(read(Map.of("rope_scaling", scaling), 16, 1).get(0)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yarn", "longrope"})
  void read_ofAnotherScaling_isRefused(String type) {
    assertRefused(
        Map.of("rope_scaling", Map.of("rope_type", type, "factor", 2)),
        "config.json, rope_scaling: rope_type = "
            + type
            + " is not supported.\n"
            + "Supported: default, linear, llama3, dynamic.");
  }

  @Test
  void read_ofScalingWithoutAType_isRefused() {
    assertRefused(
        Map.of("rope_scaling", Map.of("factor", 2)),
        "config.json, rope_scaling: the field 'rope_type' is missing.\n"
            + "It must be one of default, linear, llama3, dynamic.");
  }

  @Test
  void read_ofScalingWithoutItsFactor_isRefused() {
    assertRefused(
        Map.of("rope_scaling", Map.of("type", "linear")),
        "config.json, rope_scaling: the field 'factor' is missing.\nThe file has: rope_type.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "factor",
        "low_freq_factor",
        "high_freq_factor",
        "original_max_position_embeddings"
      })
  void read_ofLlama3ScalingWithoutANumber_isRefused(String field) {
    Map<String, Object> scaling = new HashMap<>(LLAMA3);
    scaling.remove(field);

    assertThatThrownBy(() -> read(Map.of("rope_scaling", scaling), 4, 1))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(
            "config.json, rope_scaling: the field '%s' is missing.".formatted(field));
  }

  @Test
  void read_ofLlama3ScalingWithItsLimitsTurnedRound_isRefused() {
    Map<String, Object> scaling = new HashMap<>(LLAMA3);
    scaling.put("low_freq_factor", 4.0);

    assertRefused(
        Map.of("rope_scaling", scaling),
        "config.json, rope_scaling: low_freq_factor = 4.0 is not below high_freq_factor = 4.0.\n"
            + "Between the two, frequencies are blended: correct the file.");
  }

  @Test
  void read_ofAFactorOfZero_isRefused() {
    assertRefused(
        Map.of("rope_scaling", Map.of("type", "linear", "factor", 0)),
        "config.json, rope_scaling: the field 'factor' is 0.0.\nIt must be a number above 0.");
  }

  /** As transformers 5 has it; a base of 100 beside an object that is silent counts there, too. */
  @Test
  void read_ofTheNewerSpellingWithoutABase_takesTheOneBesideIt() {
    Map<String, Object> rope = Map.of("rope_type", "default");

    assertFrequencies(read(Map.of("rope_parameters", rope, "rope_theta", 100), 4, 1), 1., .1);
    assertFrequencies(read(Map.of("rope_parameters", Map.of(), "rope_theta", 100), 4, 1), 1., .1);
    assertFrequencies(read(Map.of("rope_parameters", rope), 4, 1), 1., .01);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rope_parameters", "rope_scaling"})
  void read_ofAPartOrABaseInOrBesideTheObject_isTheSame(String object) {
    Map<String, Object> in =
        Map.of("rope_type", "default", "rope_theta", 100, "partial_rotary_factor", .5);
    Map<String, Object> beside =
        Map.of(
            object,
            Map.of("rope_type", "default"),
            "rope_theta",
            100.0,
            "partial_rotary_factor",
            .5);

    assertFrequencies(read(Map.of(object, in), 8, 1), 1., .1);
    assertFrequencies(read(beside, 8, 1), 1., .1);
  }

  @Test
  void read_ofTheOriginalContextBesideTheObject_isTheSame() {
    Map<String, Object> scaling = new HashMap<>(LLAMA3);
    scaling.remove("original_max_position_embeddings");

    assertThat(
            read(Map.of("rope_parameters", scaling, "original_max_position_embeddings", 16), 16, 1))
        .isEqualTo(read(Map.of("rope_parameters", LLAMA3), 16, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rope_parameters", "rope_scaling"})
  void read_ofTwoBases_isRefused(String object) {
    assertRefused(
        Map.of(object, Map.of("rope_type", "default", "rope_theta", 99.0), "rope_theta", 10000.0),
        "config.json: "
            + object
            + ".rope_theta = 99.0 contradicts rope_theta = 10000.0.\n"
            + "Both say the same thing: remove the wrong one.");
  }

  @Test
  void read_ofTwoParts_isRefused() {
    assertRefused(
        Map.of("rope_parameters", Map.of("partial_rotary_factor", 1), "partial_rotary_factor", .5),
        "config.json: rope_parameters.partial_rotary_factor = 1 contradicts partial_rotary_factor ="
            + " 0.5.\nBoth say the same thing: remove the wrong one.");
  }

  @Test
  void read_ofBothSpellingsThatAgree_isTheSame() {
    Map<String, Object> older = Map.of("type", "linear", "factor", 4);
    Map<String, Object> newer = Map.of("rope_type", "linear", "factor", 4.0, "rope_theta", 100);

    assertFrequencies(
        read(Map.of("rope_scaling", older, "rope_parameters", newer, "rope_theta", 100), 4, 1),
        .25,
        .025);
  }

  @Test
  void read_ofBothSpellingsThatDisagree_isRefused() {
    Map<String, Object> older = Map.of("rope_type", "linear", "factor", 4);
    Map<String, Object> newer = Map.of("rope_theta", 100);

    assertRefused(
        Map.of("rope_scaling", older, "rope_parameters", newer),
        "config.json: rope_parameters = {rope_type=default} contradicts rope_scaling ="
            + " {factor=4.0, rope_type=linear}.\n"
            + "Both say the same thing: remove the wrong one.");
  }

  /** transformers 4 believes the one, transformers 5 the other. */
  @Test
  void read_ofTwoTypes_isRefused() {
    Map<String, Object> scaling = new TreeMap<>(Map.of("type", "linear", "rope_type", "default"));

    assertRefused(
        Map.of("rope_scaling", scaling),
        "config.json, rope_scaling: rope_type = default contradicts type = linear.\n"
            + "Both say the same thing: remove the wrong one.");
  }

  @Test
  void read_ofAnglesThatDifferByLayer_isRefused() {
    Map<String, Object> rope =
        new TreeMap<>(
            Map.of(
                "full_attention", Map.of("rope_theta", 100),
                "sliding_attention", Map.of("rope_theta", 10)));

    assertRefused(
        Map.of("rope_parameters", rope),
        "config.json, rope_parameters: the rotary angles differ by type of layer (full_attention,"
            + " sliding_attention).\n"
            + "Layers of a model of this type share their angles: give one set of them.");
  }

  @Test
  void ofWholeHeads_ofAPart_isRefused() {
    CheckpointConfig config =
        new CheckpointConfig("config.json", Map.of("partial_rotary_factor", .5));

    assertThatThrownBy(() -> RotaryAngles.ofWholeHeads(config, 4))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "config.json: partial_rotary_factor = 0.5 is not supported.\n"
                + "Supported: 1, since heads of this type of model turn as a whole.");
  }

  @Test
  void read_ofABaseOfZero_isRefused() {
    assertRefused(
        Map.of("rope_theta", 0),
        "config.json: the base of the rotary angles is 0.0.\n"
            + "It must be a number above 0; usual is 10000.");
  }

  @Test
  void read_ofAnOddPart_isRefused() {
    assertRefused(
        Map.of("partial_rotary_factor", .75),
        "config.json: a rotary part of 0.75 turns 3 of 4 dimensions of a head.\n"
            + "It must turn an even number, at least 2 and at most all.");
  }

  private static void assertRefused(Map<String, Object> fields, String message) {
    assertThatThrownBy(() -> read(fields, 4, 1))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(message);
  }

  private static void assertFrequencies(List<Double> actual, Double... wanted) {
    assertThat(actual).usingElementComparator(RotaryAnglesTest::compare).containsExactly(wanted);
  }

  private static int compare(double one, double other) {
    return Math.abs(one - other) <= ROUNDING * Math.abs(other) ? 0 : Double.compare(one, other);
  }

  private static List<Double> read(Map<String, Object> fields, int dHead, double part) {
    return RotaryAngles.ofPartOfHeads(new CheckpointConfig("config.json", fields), dHead, part);
  }
}
