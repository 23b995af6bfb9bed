package dev.patchbay.core.run;

import ai.djl.ndarray.types.DataType;

/**
 * In what form a model is loaded.
 *
 * @param dataType FLOAT32 or FLOAT64
 * @param inputs whose inputs keys and values are in its graph
 * @param weights in what form weights are used
 */
public record ModelForm(DataType dataType, KeyValueInputs inputs, WeightForm weights) {

  /** As stored, with key and value inputs for each head. */
  public static ModelForm plain(DataType dataType) {
    return new ModelForm(dataType, KeyValueInputs.PER_HEAD, WeightForm.RAW);
  }
}
