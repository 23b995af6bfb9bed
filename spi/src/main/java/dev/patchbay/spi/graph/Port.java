package dev.patchbay.spi.graph;

import java.util.Locale;

/** Which input of its target an edge enters. */
public enum Port {
  /** The query input of a head. */
  Q,
  /** The key input of a head, or of a group of heads that share keys. */
  K,
  /** The value input of a head, or of a group of heads that share values. */
  V,
  /** The only input of an MLP or of the logits. */
  INPUT,
  /**
   * From a key/value group to a head of the group. Such a <i>wire</i> is not an edge that can be
   * ablated: it has no ordinal, is counted nowhere and belongs to every circuit that feeds its
   * group, so that paths lead through the group.
   */
  WIRE;

  /** Whether such a node reads the residual stream here, by itself or with its group. */
  boolean isOf(Node.Kind kind) {
    return switch (kind) {
      case INPUT, POSITIONS -> false;
      case HEAD, KV_GROUP -> this == K || this == V || (this == Q && kind == Node.Kind.HEAD);
      case MLP, LOGITS -> this == INPUT;
    };
  }

  /** What follows the target's name: {@code <q>}, {@code <k>}, {@code <v>} or nothing. */
  public String suffix() {
    return this == INPUT || this == WIRE ? "" : "<" + label() + ">";
  }

  /** The port's name in files: {@code q}, {@code k}, {@code v}, {@code input}, {@code wire}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
