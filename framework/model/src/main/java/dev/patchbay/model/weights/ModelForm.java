package dev.patchbay.model.weights;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.model.AttentionSpec.Positions;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.PatchbayException;

/**
 * In what form a model is loaded.
 *
 * @param dataType FLOAT32 or FLOAT64
 * @param inputs whose inputs keys and values are in its graph
 * @param positions whether the position embedding is a node of its graph
 */
public record ModelForm(
    DataType dataType, KeyValueInputs inputs, WeightForm weights, PositionNode positions) {

  /** Positions as the model has them. */
  public ModelForm(DataType dataType, KeyValueInputs inputs, WeightForm weights) {
    this(dataType, inputs, weights, PositionNode.OF_MODEL);
  }

  /**
   * The model in this form.
   *
   * @throws PatchbayException if positions are to be a sender of a model that has none in its
   *     residual stream
   */
  public ModelSpec of(ModelSpec spec) {
    boolean inStream =
        !spec.attention().rotary() && spec.attention().positions() != Positions.QUERIES_AND_KEYS;
    if (positions == PositionNode.SENDER && !inStream) {
      throw PatchbayException.usage(
          "A model of the family '%s' has no position embedding in its residual stream."
              .formatted(spec.family()),
          "Omit --positions sender: there is nothing to send.");
    }
    if (positions == PositionNode.OF_MODEL || !inStream) {
      return spec;
    }
    return spec.toBuilder()
        .attention(
            spec.attention()
                .withPositions(
                    positions == PositionNode.SENDER ? Positions.SENDER : Positions.STREAM))
        .build();
  }

  /** The shape of the graph of a model that is built like this. */
  public GraphShape graphShape(ModelSpec built) {
    ModelSpec spec = of(built);
    return inputs == KeyValueInputs.PER_HEAD ? spec.graphShape() : spec.groupedGraphShape();
  }

  /** As stored, with key and value inputs for each head. */
  public static ModelForm plain(DataType dataType) {
    return new ModelForm(dataType, KeyValueInputs.PER_HEAD, WeightForm.RAW);
  }
}
