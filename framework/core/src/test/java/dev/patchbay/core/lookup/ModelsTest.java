package dev.patchbay.core.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.run.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelsTest {

  private record OneModel(String source, String model, Checkpoint checkpoint)
      implements ModelSource {
    @Override
    public PluginDescriptor descriptor() {
      return new PluginDescriptor(source, "One model.", "none", "none");
    }

    @Override
    public Optional<Checkpoint> open(String reference) {
      return reference.equals(model) ? Optional.of(checkpoint) : Optional.empty();
    }

    @Override
    public List<String> names() {
      return List.of(model);
    }
  }

  private record Family(String type) implements Architecture {
    @Override
    public PluginDescriptor descriptor() {
      return new PluginDescriptor(type, "Reads " + type + ".", "none", "none");
    }

    @Override
    public boolean reads(CheckpointConfig config) {
      return config.text("model_type", "").equals(type);
    }

    @Override
    public ModelSpec spec(CheckpointConfig config) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored) {
      throw new UnsupportedOperationException();
    }
  }

  private final Checkpoint first = mock(Checkpoint.class);
  private final Checkpoint second = mock(Checkpoint.class);

  @Test
  void checkpoint_twoSourcesKnowIt_firstByName() {
    Models models =
        new Models(
            PluginCatalog.of(
                new OneModel("zoo", "induction", second),
                new OneModel("embedded", "induction", first)));

    assertThat(models.checkpoint("induction", Progress.SILENT))
        .isEqualTo(new StoppableCheckpoint(first, Progress.SILENT));
  }

  @Test
  void checkpoint_unknown_nearMissAndNames() {
    Models models = new Models(PluginCatalog.of(new OneModel("embedded", "induction", first)));

    assertThatThrownBy(() -> models.checkpoint("inductoin", Progress.SILENT))
        .hasMessage(
            "'inductoin' is not a model: it is neither a folder with a config.json nor a known name."
                + " Did you mean 'induction'?\n"
                + "--model hf:org/name fetches a model (hf:openai-community/gpt2, say) from the"
                + " Hugging Face hub. Models by name: induction. Model sources: embedded.");
  }

  @Test
  void checkpoint_aHubNameThatNobodyHas_saysHowToFetchIt() {
    Models models = new Models(PluginCatalog.of(new OneModel("embedded", "induction", first)));

    assertThatThrownBy(() -> models.checkpoint("org/name", Progress.SILENT))
        .hasMessage(
            "'org/name' is not a model: it is neither a folder with a config.json nor a known name,"
                + " nor is it in the Hugging Face cache.\n"
                + "--model hf:org/name fetches it from the Hugging Face hub. Models by name:"
                + " induction. Model sources: embedded.");
  }

  @Test
  void architecture_known_thatReadsIt() {
    Family gpt2 = new Family("gpt2");
    Models models = new Models(PluginCatalog.of(new Family("bert"), gpt2));

    assertThat(
            models.architecture(new CheckpointConfig("config.json", Map.of("model_type", "gpt2"))))
        .isEqualTo(gpt2);
  }

  @Test
  void architecture_unknown_listsSupported() {
    Models models = new Models(PluginCatalog.of(new Family("gpt2")));
    CheckpointConfig config = new CheckpointConfig("m/config.json", Map.of("model_type", "t5"));

    assertThatThrownBy(() -> models.architecture(config))
        .hasMessage(
            "m/config.json: no architecture reads a model of the type 't5'.\n"
                + "Architectures: gpt2.");
  }
}
