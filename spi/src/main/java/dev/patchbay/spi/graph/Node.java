package dev.patchbay.spi.graph;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A component of a transformer that reads from the residual stream, writes to it, or both.
 *
 * @param kind what the component is
 * @param layer its layer, counted from 0; 0 where the kind has none
 * @param index its number within the layer; 0 where the kind has none
 */
public record Node(Kind kind, int layer, int index) {

  /** The kinds of components. */
  public enum Kind {
    /** The token embedding, which only writes. */
    INPUT,
    /** The position embedding where it is a sender of its own, which only writes. */
    POSITIONS,
    /** An attention head. */
    HEAD,
    /** Heads that share their keys and values, as one reader of the stream. */
    KV_GROUP,
    /** The MLP of a layer. */
    MLP,
    /** The unembedding, which only reads. */
    LOGITS
  }

  /** The token embedding. */
  public static final Node INPUT = new Node(Kind.INPUT, 0, 0);

  /** The position embedding, in models that split it from the token embedding. */
  public static final Node POSITIONS = new Node(Kind.POSITIONS, 0, 0);

  /** The unembedding. */
  public static final Node LOGITS = new Node(Kind.LOGITS, 0, 0);

  private static final Pattern NAME = Pattern.compile("a(\\d{1,6})\\.(h|kv)(\\d{1,6})|m(\\d{1,6})");

  public Node {
    if (layer < 0 || index < 0) {
      throw new IllegalArgumentException(
          "A node's layer and index are not negative: layer " + layer + ", index " + index + ".");
    }
  }

  /** Head {@code index} of layer {@code layer}. */
  public static Node head(int layer, int index) {
    return new Node(Kind.HEAD, layer, index);
  }

  /** Key/value group {@code index} of layer {@code layer}. */
  public static Node kvGroup(int layer, int index) {
    return new Node(Kind.KV_GROUP, layer, index);
  }

  /** The MLP of layer {@code layer}. */
  public static Node mlp(int layer) {
    return new Node(Kind.MLP, layer, 0);
  }

  /**
   * Which node has this name?
   *
   * @throws IllegalArgumentException if the text is not a node's name
   */
  public static Node parse(String name) {
    for (Node node : List.of(INPUT, POSITIONS, LOGITS)) {
      if (node.name().equals(name)) {
        return node;
      }
    }
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a node.\nNodes are named input, pos, a3.h5, a3.kv1, m3, logits.");
    }
    if (matcher.group(4) != null) {
      return mlp(Integer.parseInt(matcher.group(4)));
    }
    int layer = Integer.parseInt(matcher.group(1));
    int index = Integer.parseInt(matcher.group(3));
    return matcher.group(2).equals("h") ? head(layer, index) : kvGroup(layer, index);
  }

  /**
   * The field's name: {@code input}, {@code pos}, {@code a3.h5}, {@code a3.kv1}, {@code m3}, {@code
   * logits}.
   */
  public String name() {
    return switch (kind) {
      case INPUT -> "input";
      case POSITIONS -> "pos";
      case HEAD -> "a" + layer + ".h" + index;
      case KV_GROUP -> "a" + layer + ".kv" + index;
      case MLP -> "m" + layer;
      case LOGITS -> "logits";
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
