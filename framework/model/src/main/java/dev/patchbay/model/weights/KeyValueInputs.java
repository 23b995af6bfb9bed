package dev.patchbay.model.weights;

/** Whose inputs keys and values are, where heads share them (grouped queries). */
public enum KeyValueInputs {
  /** Each query head's own: the graph of EAP-IG and MIB. */
  PER_HEAD,
  /** The group's: an edge into a group is ablated for all its heads together. */
  PER_GROUP
}
