package dev.patchbay.examples.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where training stands: all that the next step depends on, beside the recipe.
 *
 * @param step how many steps are done
 * @param weights the model's
 * @param optimizer its running averages
 */
record TrainingState(int step, Weights weights, AdamW optimizer) {

  private static final String PLACE = "step";

  /** Before the first step. */
  static TrainingState fresh(Recipe recipe, NDManager manager) {
    Weights weights = Weights.drawn(recipe.size(), recipe.seed(), manager);
    return new TrainingState(0, weights, AdamW.fresh(weights, manager));
  }

  TrainingState at(int done) {
    return new TrainingState(done, weights, optimizer);
  }

  /** Writes it whole or not at all. */
  void save(Recipe recipe, Path file) throws IOException {
    NDManager manager = weights.tensors().values().iterator().next().getManager();
    try (NDArray place =
        Tensors.of(new long[] {step, recipe.steps(), recipe.seed()}, new Shape(3), manager)) {
      place.setName(PLACE);
      NDList all = new NDList(place);
      add(all, "weight.", weights);
      add(all, "mean.", optimizer.mean());
      add(all, "square.", optimizer.square());
      WholeFiles.write(file, all.encode(NDList.Encoding.SAFETENSORS));
    }
  }

  private static void add(NDList all, String prefix, Weights some) {
    some.tensors()
        .forEach(
            (name, tensor) -> {
              tensor.setName(prefix + name);
              all.add(tensor);
            });
  }

  /**
   * Reads it again.
   *
   * @throws PatchbayException if there is none, or it is the state of another recipe
   */
  static TrainingState load(Recipe recipe, Path file, NDManager manager) throws IOException {
    if (!Files.exists(file)) {
      throw PatchbayException.usage(
          "There is no training to go on with: %s is missing.".formatted(file),
          "Begin one: omit --resume.");
    }
    try (InputStream in = Files.newInputStream(file);
        NDManager reading = manager.newSubManager()) {
      NDList all = NDList.decode(reading, in);
      long[] place = all.get(PLACE).toLongArray();
      if (place[1] != recipe.steps() || place[2] != recipe.seed()) {
        throw PatchbayException.usage(
            "%s was made for --steps %s --seed %s.".formatted(file, place[1], place[2]),
            "Go on with the same, or begin in another folder.");
      }
      return new TrainingState(
          Math.toIntExact(place[0]),
          part(all, "weight.", recipe, manager),
          new AdamW(part(all, "mean.", recipe, manager), part(all, "square.", recipe, manager)));
    }
  }

  private static Weights part(NDList all, String prefix, Recipe recipe, NDManager manager) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    recipe
        .size()
        .shapes()
        .forEach(
            (name, shape) -> {
              NDArray tensor = all.get(prefix + name).duplicate();
              tensor.attach(manager);
              tensors.put(name, tensor);
            });
    return new Weights(tensors);
  }
}
