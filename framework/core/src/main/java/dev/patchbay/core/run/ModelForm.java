package dev.patchbay.core.run;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.model.ModelSpec;

/**
 * In what form a model is loaded.
 *
 * @param dataType FLOAT32 or FLOAT64
 * @param inputs whose inputs keys and values are in its graph
 * @param weights in what form weights are used
 */
public record ModelForm(DataType dataType, KeyValueInputs inputs, WeightForm weights) {

  /** The shape of the graph of a model that is built like this. */
  public GraphShape graphShape(ModelSpec spec) {
    return inputs == KeyValueInputs.PER_HEAD ? spec.graphShape() : spec.groupedGraphShape();
  }

  /** As stored, with key and value inputs for each head. */
  public static ModelForm plain(DataType dataType) {
    return new ModelForm(dataType, KeyValueInputs.PER_HEAD, WeightForm.RAW);
  }
}
