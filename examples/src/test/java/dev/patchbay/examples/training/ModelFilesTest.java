package dev.patchbay.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.readout.NamedMetric;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.folder.FolderSource;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.plugins.ablation.Zero;
import dev.patchbay.plugins.architecture.Gpt2Architecture;
import dev.patchbay.plugins.metric.NegativeLogLikelihood;
import dev.patchbay.plugins.words.WordTokenizer;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What training writes is read by the product, as the same model. */
class ModelFilesTest {

  /** Two engines sum float32 numbers in different orders. */
  private static final double ROUNDING = 1e-4;

  private static final int TEXTS_OF_EACH_TASK = 100;

  private final Recipe recipe = Toy.recipe(1);
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
  void write_weights_areTheModelThatWasTrained() throws IOException {
    Weights weights = Weights.drawn(recipe.size(), 3, manager);
    // As after training, no gain is one and no bias zero.
    weights.tensors().values().forEach(tensor -> tensor.muli(3).addi(.02));
    Lessons lessons = recipe.lessons();
    List<Integer> tokens = lessons.tokens(lessons.exam("docstring", 1).get(0));
    new ModelFiles(recipe).write(folder, weights, sha256 -> sha256);

    double expected;
    try (Gpt2 model = new Gpt2(recipe.size(), manager)) {
      int last = tokens.size() - 1;
      long[] prompt = tokens.subList(0, last).stream().mapToLong(Integer::longValue).toArray();
      NDArray ids = Tensors.of(prompt, new Shape(1, last), manager);
      NDArray logits = model.logits(weights, ids).get(0, last - 1);
      expected = -logits.logSoftmax(-1).getFloat(tokens.get(last));
    }

    assertThat(surprise(tokens)).isEqualTo(expected, within(ROUNDING));
  }

  /** What Patchbay's engine says of the folder's model: −log p of the last token. */
  private double surprise(List<Integer> tokens) {
    NamedMetric metric =
        new NamedMetric("nll", new NegativeLogLikelihood().create(Options.none("nll")));
    int last = tokens.size() - 1;
    PromptPair prompt =
        PromptPair.of(tokens.subList(0, last), List.of(), List.of(tokens.get(last)), List.of());
    try (Checkpoint checkpoint = opened();
        LoadedModel model =
            LoadedModel.load(
                checkpoint,
                new Gpt2Architecture(),
                Device.cpu(),
                ModelForm.plain(DataType.FLOAT32));
        EngineExperiment experiment =
            new EngineExperiment(
                model,
                new PromptSet("one", List.of(prompt)),
                metric,
                new Zero().create(Options.none("zero")),
                1,
                name -> metric)) {
      return experiment.cleanMetric();
    }
  }

  private Checkpoint opened() {
    return new FolderSource().open(folder.toString()).orElseThrow();
  }

  @Test
  void write_tokenizer_splitsEveryTextAsTheWordTokenizerDoes() throws IOException {
    new ModelFiles(recipe).write(folder, Weights.drawn(recipe.size(), 3, manager), text -> text);
    Lessons lessons = recipe.lessons();
    List<String> texts =
        Stream.of("ioi", "docstring", "greater-than")
            .flatMap(task -> lessons.exam(task, TEXTS_OF_EACH_TASK).stream())
            .map(Example::text)
            .toList();
    WordTokenizer words = Recipe.tokenizer();

    try (Checkpoint checkpoint = opened()) {
      Tokenizer written = checkpoint.tokenizer().orElseThrow();
      assertThat(texts)
          .allSatisfy(
              text -> {
                assertThat(written.encode(text)).isEqualTo(words.encode(text));
                List<Integer> ids = written.encode(text).stream().map(Token::id).toList();
                assertThat(written.decode(ids)).isEqualTo(text);
              });
      assertThat(written.bos()).isEqualTo(words.bos());
      assertThat(written.addsBos()).isTrue();
      assertThat(written.size()).isEqualTo(words.size());
    }
  }

  @Test
  void write_tokenizer_refusesWordsThatItDoesNotKnow() throws IOException {
    new ModelFiles(recipe).write(folder, Weights.drawn(recipe.size(), 3, manager), text -> text);

    try (Checkpoint checkpoint = opened()) {
      Tokenizer written = checkpoint.tokenizer().orElseThrow();
      assertThatThrownBy(() -> written.encode("Then, Zarathustra spoke"))
          .isInstanceOf(PatchbayException.class)
          .hasMessageStartingWith(
              "The tokenizer cannot spell 'Zarathustra' in the text 'Then, Zarathustra spoke' (")
          .hasMessageEndingWith("use other words, or give token ids.");
    }
  }
}
