package dev.patchbay.plugins.architecture;

import java.util.Set;

/**
 * Knows how the tensors of a model without its head are called: whole models put a name before
 * them, files of the base model alone do not.
 */
final class BaseModel {

  private BaseModel() {}

  /**
   * What comes before the names of a file's tensors.
   *
   * @param stored the names of all tensors
   * @param prefix what whole models put there, such as {@code model.}
   * @param known the name of a tensor that every such model has, without what comes before it
   */
  static String prefix(Set<String> stored, String prefix, String known) {
    boolean alone = stored.contains(known) && !stored.contains(prefix + known);
    return alone ? "" : prefix;
  }
}
