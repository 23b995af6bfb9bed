package dev.patchbay.model.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.catalog.Guest;
import dev.patchbay.model.safetensors.Safetensors;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.model.TensorRecipe.Permute;
import dev.patchbay.spi.model.TensorRecipe.Reshape;
import dev.patchbay.spi.model.WeightShapes;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Turns a checkpoint's stored tensors into weights.
 *
 * <p>All names and shapes are checked before the first number is read. Each stored tensor is then
 * read once, however many weights are made of it, and lives only until they are, or becomes the
 * weight itself: the peak is the model plus a few times the tensor that is being turned.
 */
public final class WeightLoader {

  private final Checkpoint checkpoint;
  private final NDManager manager;
  private final DataType dataType;

  private WeightLoader(Checkpoint checkpoint, NDManager manager, DataType dataType) {
    this.checkpoint = checkpoint;
    this.manager = manager;
    this.dataType = dataType;
  }

  /**
   * Reads every weight; the tensors live as long as {@code manager}, on its device, each contiguous
   * in memory of its own. Only where two weights are one tensor in another order of axes (an
   * unembedding tied to the embedding), they are views of one memory.
   *
   * @param dataType FLOAT32 or FLOAT64; sixteen-bit weights are widened to it
   * @throws PatchbayException if the checkpoint and its configuration contradict each other, a
   *     tensor is missing or belongs to the model and is not read, or a weight is NaN or infinite
   */
  public static LoadedWeights load(
      Checkpoint checkpoint, Architecture architecture, NDManager manager, DataType dataType) {
    if (dataType != DataType.FLOAT32 && dataType != DataType.FLOAT64) {
      throw new IllegalArgumentException("Models run in FLOAT32 or FLOAT64, not " + dataType + ".");
    }
    ModelSpec spec = spec(checkpoint, architecture);
    UnreadTensors.notes(checkpoint, architecture);
    architecture.check(checkpoint);
    WeightLoader loader = new WeightLoader(checkpoint, manager, dataType);
    List<Weight> weights = loader.weights(architecture, spec);
    WeightHash hash = new WeightHash(checkpoint.config());
    Map<String, NDArray> tensors =
        loader.read(weights, new TensorReader(checkpoint.name(), dataType, hash));
    return new LoadedWeights(new ModelInfo(checkpoint.name(), hash.hex(), spec), tensors);
  }

  /** The hash that {@link #load} tells of the model; no weight is made. */
  public static String hash(Checkpoint checkpoint, Architecture architecture) {
    ModelSpec spec = architecture.spec(checkpoint.config());
    Map<String, TensorRecipe> recipes = architecture.weights(spec, checkpoint.tensorNames());
    WeightHash hash = new WeightHash(checkpoint.config());
    stored(spec, recipes).forEach(name -> hash.all(name, checkpoint.tensor(name)));
    return hash.hex();
  }

  /**
   * Whether {@link #load} makes the unembedding a view of the embedding: both are all of one stored
   * tensor. Reads names alone.
   */
  public static boolean tiesUnembedding(Checkpoint checkpoint, Architecture architecture) {
    ModelSpec spec = spec(checkpoint, architecture);
    Map<String, TensorRecipe> recipes = architecture.weights(spec, checkpoint.tensorNames());
    TensorRecipe in = recipes.get("embed.W_E");
    TensorRecipe out = recipes.get("unembed.W_U");
    return in != null
        && out != null
        && in.tensor().equals(out.tensor())
        && takesAll(in)
        && takesAll(out);
  }

  /** The names of the stored tensors that weights are made of, sorted. */
  static Set<String> stored(ModelSpec spec, Map<String, TensorRecipe> recipes) {
    return WeightShapes.of(spec).keySet().stream()
        .map(recipes::get)
        .filter(recipe -> recipe != null && !recipe.isZeros())
        .map(TensorRecipe::tensor)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How the model is built, which must be something that the tensors could fill. */
  static ModelSpec spec(Checkpoint checkpoint, Architecture architecture) {
    ModelSpec spec = architecture.spec(checkpoint.config());
    int tensors = checkpoint.tensorNames().size();
    if (spec.nLayers() > tensors) {
      throw PatchbayException.failed(
          "%s: %s layers, but the file has only %s tensors."
              .formatted(checkpoint.config().origin(), spec.nLayers(), tensors),
          "config.json and the weights contradict each other: take both from one model.");
    }
    return spec;
  }

  /** What is to be made, all of it possible by names and shapes. */
  private List<Weight> weights(Architecture architecture, ModelSpec spec) {
    Map<String, TensorRecipe> recipes = architecture.weights(spec, checkpoint.tensorNames());
    List<Weight> weights = new ArrayList<>();
    WeightShapes.of(spec)
        .forEach(
            (name, shape) -> {
              TensorRecipe recipe = recipes.get(name);
              if (recipe == null) {
                throw Guest.fault(
                    architecture, "answered 'weights' without the weight '%s'".formatted(name));
              }
              check(name, recipe, shape);
              weights.add(new Weight(name, shape, recipe));
            });
    return weights;
  }

  private void check(String name, TensorRecipe recipe, Shape wanted) {
    if (recipe.isZeros()) {
      return;
    }
    if (!checkpoint.tensorNames().contains(recipe.tensor())) {
      throw Safetensors.missing(checkpoint.name(), recipe.tensor(), checkpoint.tensorNames());
    }
    Shape stored = checkpoint.tensor(recipe.tensor()).shape();
    if (!RecipeShape.of(stored, recipe.steps()).filter(wanted::equals).isPresent()) {
      throw PatchbayException.failed(
          "%s: tensor '%s' has the shape %s, which does not give %s the shape %s."
              .formatted(checkpoint.name(), recipe.tensor(), stored, name, wanted),
          "%s and the weights contradict each other, or the architecture's plug-in misreads them:"
                  .formatted(checkpoint.config().origin())
              + " take both from one model.");
    }
  }

  private Map<String, NDArray> read(List<Weight> weights, TensorReader reader) {
    Map<String, NDArray> tensors = new TreeMap<>();
    Map<String, List<Weight>> byTensor = new TreeMap<>();
    for (Weight weight : weights) {
      if (weight.recipe().isZeros()) {
        tensors.put(weight.name(), manager.zeros(weight.shape(), dataType));
      } else {
        byTensor.computeIfAbsent(weight.recipe().tensor(), t -> new ArrayList<>()).add(weight);
      }
    }
    byTensor.forEach(
        (tensor, made) -> {
          try (NDManager scope = manager.newSubManager()) {
            NDArray stored = reader.read(tensor, checkpoint.tensor(tensor), scope);
            long whole = made.stream().filter(weight -> takesAll(weight.recipe())).count();
            for (Weight weight : made) {
              NDArray view = RecipeShape.apply(stored, weight.recipe());
              boolean keep =
                  takesAll(weight.recipe()) && (whole > 1 || weight.recipe().steps().isEmpty());
              NDArray result = keep ? view.reshape(weight.shape()) : copy(view);
              result.attach(manager);
              tensors.put(weight.name(), result);
            }
          }
        });
    return tensors;
  }

  /**
   * A contiguous copy: what a recipe gives is a view, and a transposed one is slow to multiply. Not
   * by {@code copyTo}: it goes through a Java buffer, which then is the copy's memory and is gone,
   * under any view of it, as soon as the copy itself is.
   */
  private static NDArray copy(NDArray view) {
    return view.flatten().duplicate().reshape(view.getShape());
  }

  /** Whether a weight is all of a tensor's numbers, unchanged, be it in another order. */
  private static boolean takesAll(TensorRecipe recipe) {
    return !recipe.isZeros()
        && recipe.steps().stream()
            .allMatch(step -> step instanceof Permute || step instanceof Reshape);
  }

  private record Weight(String name, Shape shape, TensorRecipe recipe) {}
}
