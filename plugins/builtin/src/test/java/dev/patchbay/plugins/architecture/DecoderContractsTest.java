package dev.patchbay.plugins.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.WeightShapes;
import dev.patchbay.testkit.ArchitectureContract;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract of architectures, on a model of each family that transformers saved. */
class DecoderContractsTest {

  /** Adds what holds for files of these families besides the contract. */
  abstract static class StoredContract extends ArchitectureContract {

    private final Architecture provider;
    private final String name;
    private final StoredModel model;

    StoredContract(Architecture provider, String model) {
      this.provider = provider;
      this.name = model;
      this.model = StoredModel.of(model);
    }

    @Override
    protected Architecture provider() {
      return provider;
    }

    @Override
    protected Checkpoint checkpoint() {
      return GoldenModel.checkpoint(name);
    }

    @Override
    protected ReferenceLogits reference() {
      return GoldenModel.reference(name);
    }

    private CheckpointConfig config() {
      return model.config();
    }

    private Set<String> storedNames() {
      return model.names();
    }

    @Test
    void check_ofWhatTransformersSaved_findsNothing() {
      provider.check(model.checkpoint());
    }

    @Test
    void weights_ofWhatTransformersSaved_readEveryTensor() {
      assertThat(provider.weights(provider.spec(config()), storedNames()).values())
          .extracting(recipe -> recipe.tensor())
          .containsAll(storedNames());
    }

    @Test
    void weights_ofASpec_areThoseOfItsShapesAlone() {
      assertThat(provider.weights(provider.spec(config()), storedNames()))
          .containsOnlyKeys(WeightShapes.of(provider.spec(config())).keySet());
    }
  }

  @Nested
  class GptNeoxTest extends StoredContract {
    GptNeoxTest() {
      super(new GptNeoxArchitecture(), "gpt-neox-tiny");
    }
  }

  @Nested
  class GptNeoTest extends StoredContract {
    GptNeoTest() {
      super(new GptNeoArchitecture(), "gpt-neo-tiny");
    }
  }

  @Nested
  class OptTest extends StoredContract {
    OptTest() {
      super(new OptArchitecture(), "opt-tiny");
    }
  }

  @Nested
  class BiasedLlamaTest extends StoredContract {
    BiasedLlamaTest() {
      super(new LlamaArchitecture(), "llama-bias-tiny");
    }
  }

  @Nested
  class LlamaTest extends StoredContract {
    LlamaTest() {
      super(new LlamaArchitecture(), "llama-tiny");
    }
  }

  @Nested
  class MistralTest extends StoredContract {
    MistralTest() {
      super(new MistralArchitecture(), "mistral-tiny");
    }
  }

  @Nested
  class Qwen2Test extends StoredContract {
    Qwen2Test() {
      super(new Qwen2Architecture(), "qwen2-tiny");
    }
  }

  @Nested
  class Qwen3Test extends StoredContract {
    Qwen3Test() {
      super(new Qwen3Architecture(), "qwen3-tiny");
    }
  }

  @Nested
  class GemmaTest extends StoredContract {
    GemmaTest() {
      super(new GemmaArchitecture(), "gemma-tiny");
    }
  }

  @Nested
  class Gemma2Test extends StoredContract {
    Gemma2Test() {
      super(new Gemma2Architecture(), "gemma2-tiny");
    }
  }

  @Nested
  class PhiTest extends StoredContract {
    PhiTest() {
      super(new PhiArchitecture(), "phi-tiny");
    }
  }
}
