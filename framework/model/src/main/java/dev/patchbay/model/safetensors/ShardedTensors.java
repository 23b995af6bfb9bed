package dev.patchbay.model.safetensors;

import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Tensors spread over several safetensors files, as an index says. What a file holds besides is a
 * tensor of the model as well: it is among the names.
 */
public final class ShardedTensors implements TensorFiles {

  private static final String AGAIN =
      "The files are not of one model: copy or download them again.";

  private final ShardIndex index;
  private final Map<String, Safetensors> holders;

  private ShardedTensors(ShardIndex index, Map<String, Safetensors> holders) {
    this.index = index;
    this.holders = holders;
  }

  /**
   * Looks at every file of the index and reads its header.
   *
   * @throws PatchbayException if a file is missing or damaged, lacks a tensor, or holds one that
   *     another file holds too
   */
  public static ShardedTensors open(Path indexFile) {
    ShardIndex index = ShardIndex.read(indexFile);
    Map<String, Safetensors> shards = new LinkedHashMap<>();
    for (String file : index.files()) {
      Path shard = indexFile.resolveSibling(file);
      if (!Files.isRegularFile(shard)) {
        throw PatchbayException.failed(
            "%s: the index names this file, which is missing.".formatted(shard),
            "The model has %s files of weights: copy or download all of them."
                .formatted(index.files().size()));
      }
      shards.put(file, Safetensors.open(shard));
    }
    refuseAbsent(index, shards);
    return new ShardedTensors(index, holders(index, shards));
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(holders.keySet());
  }

  @Override
  public StoredTensor tensor(String name) {
    Safetensors shard = holders.get(name);
    if (shard == null) {
      throw Safetensors.missing(index.origin(), name, names());
    }
    return shard.tensor(name);
  }

  /** The one file of each tensor: which of two would be meant is anybody's guess. */
  private static Map<String, Safetensors> holders(
      ShardIndex index, Map<String, Safetensors> shards) {
    Map<String, String> fileOf = new HashMap<>();
    Map<String, Safetensors> holders = new LinkedHashMap<>();
    shards.forEach(
        (file, shard) -> {
          for (String name : shard.names()) {
            String other = fileOf.put(name, file);
            if (other != null) {
              throw PatchbayException.failed(
                  "%s: tensor '%s' is in two files, %s and %s."
                      .formatted(index.origin(), name, other, file),
                  AGAIN);
            }
            holders.put(name, shard);
          }
        });
    return holders;
  }

  private static void refuseAbsent(ShardIndex index, Map<String, Safetensors> shards) {
    index
        .fileOf()
        .forEach(
            (name, file) -> {
              Safetensors shard = shards.get(file);
              if (shard == null || !shard.names().contains(name)) {
                throw PatchbayException.failed(
                    "%s: tensor '%s' should be in %s, which does not hold it."
                        .formatted(index.origin(), name, file),
                    AGAIN);
              }
            });
  }
}
