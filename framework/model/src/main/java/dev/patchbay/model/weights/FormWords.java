package dev.patchbay.model.weights;

import ai.djl.ndarray.types.DataType;
import java.util.Map;

/** What the parts of a {@link ModelForm} are called, on the command line as in study files. */
public final class FormWords {

  public static final Map<String, DataType> DATA_TYPES =
      Map.of("float32", DataType.FLOAT32, "float64", DataType.FLOAT64);

  public static final Map<String, KeyValueInputs> INPUTS =
      Map.of("head", KeyValueInputs.PER_HEAD, "group", KeyValueInputs.PER_GROUP);

  public static final Map<String, WeightForm> WEIGHTS =
      Map.of("raw", WeightForm.RAW, "transformer-lens", WeightForm.TRANSFORMER_LENS);

  public static final Map<String, PositionNode> POSITIONS =
      Map.of(
          "model", PositionNode.OF_MODEL,
          "sender", PositionNode.SENDER,
          "none", PositionNode.NONE);

  private FormWords() {}
}
