package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.StoredTensor;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TinyModelsTest {

  private static Map<String, ByteBuffer> bytes(Checkpoint checkpoint) {
    return checkpoint.tensorNames().stream()
        .collect(Collectors.toMap(Function.identity(), name -> bytes(checkpoint.tensor(name))));
  }

  private static ByteBuffer bytes(StoredTensor tensor) {
    return tensor.bytes(0, Math.toIntExact(Float.BYTES * tensor.shape().size()));
  }

  private static int edges(Checkpoint checkpoint) {
    return ComputationGraph.of(new TinyArchitecture().spec(checkpoint.config()).graphShape())
        .edgeCount();
  }

  @Test
  void gpt_equalSeeds_giveEqualWeights() {
    assertThat(bytes(TinyModels.gpt(3))).isEqualTo(bytes(TinyModels.gpt(3)));
  }

  @Test
  void gpt_otherSeed_givesOtherWeights() {
    assertThat(bytes(TinyModels.gpt(3))).isNotEqualTo(bytes(TinyModels.gpt(4)));
  }

  @Test
  void models_haveTheStatedGraphs() {
    assertThat(edges(TinyModels.gpt(0))).isEqualTo(46);
    assertThat(edges(TinyModels.attentionOnly(0))).isEqualTo(29);
  }

  @Test
  void bytes_aPiece_startsAtItsOffset() {
    StoredTensor tensor = TinyModels.gpt(1).tensor("embed.W_E");

    assertThat(tensor.bytes(Float.BYTES, Float.BYTES).getFloat())
        .isEqualTo(bytes(tensor).getFloat(Float.BYTES));
  }
}
