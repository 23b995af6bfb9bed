package dev.patchbay.engine.passes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.golden.Golden;
import dev.patchbay.golden.Parity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The residual stream, layer by layer, and the logits at every position, not the last alone. */
class GoldenStreamsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt2-tiny", "gpt-neox-tiny", "gpt-neox-sequential-tiny", "llama-tiny", "llama3-rope-tiny",
        "qwen2-tiny", "qwen3-tiny", "mistral-tiny", "gemma-tiny", "phi-tiny",
      })
  void run_firstPrompt_givesGoldenStreamsAndLogitsAtEveryPosition(String name) {
    JsonNode golden = Golden.read("models/" + name + "/golden.json").get("prompt0");
    List<JsonNode> wanted = new ArrayList<>();
    wanted.add(golden.get("resid_pre_layer0"));
    golden.get("resid_post").forEach(wanted::add);

    try (LoadedModel model = Golden.model(name, DataType.FLOAT32);
        Scratch scratch = new Scratch()) {
      DensePass pass = DensePass.run(model, ids(model, golden), Prefix.NONE);
      List<NDArray> streams = new ArrayList<>(pass.streams());
      streams.add(pass.last());
      for (int l = 0; l < wanted.size(); l++) {
        check(name, "hidden states, float32", streams.get(l), wanted.get(l));
      }
      NDArray logits =
          model
              .finalNorm()
              .apply(pass.last())
              .matMul(model.unembedding())
              .add(model.unembeddingBias());
      check(name, "logits at every position, float32", logits, golden.get("logits"));
    }
  }

  private static NDArray ids(LoadedModel model, JsonNode golden) {
    long[] ids = new long[golden.get("tokens").size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = golden.get("tokens").get(i).asLong();
    }
    return model.tensors().integers(ids, new Shape(1, ids.length));
  }

  /** Compares [1, pos, width] with a table of numbers. */
  private static void check(String name, String quantity, NDArray actual, JsonNode wanted) {
    float[] numbers = actual.toFloatArray();
    int width = wanted.get(0).size();
    for (int i = 0; i < numbers.length; i++) {
      double number = wanted.get(i / width).get(i % width).asDouble();
      Parity.check(name, quantity, numbers[i], number, Golden.LOGIT_TOLERANCE);
    }
  }
}
