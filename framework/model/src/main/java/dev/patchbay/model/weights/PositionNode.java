package dev.patchbay.model.weights;

/** Whether a model's learned position embedding is a node of its graph. */
public enum PositionNode {
  /** As the model says: compiled models split it from the token embedding, others do not. */
  OF_MODEL,
  /** It is a sender of its own, {@code pos}. */
  SENDER,
  /** It belongs to no node and stays whatever is ablated. */
  NONE
}
