package dev.patchbay.core.checkpoint;

import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Tensors spread over several safetensors files, as an index says. */
final class ShardedTensors implements TensorFiles {

  private static final String AGAIN =
      "The files are not of one model: copy or download them again.";

  private final ShardIndex index;
  private final Map<String, Safetensors> shards;

  private ShardedTensors(ShardIndex index, Map<String, Safetensors> shards) {
    this.index = index;
    this.shards = shards;
  }

  /**
   * Looks at every file of the index and reads its header.
   *
   * @throws PatchbayException if a file is missing or damaged, lacks a tensor, or holds one that
   *     another file holds too
   */
  static ShardedTensors open(Path indexFile) {
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
    refuseTwins(index, shards);
    refuseAbsent(index, shards);
    return new ShardedTensors(index, shards);
  }

  @Override
  public Set<String> names() {
    return index.fileOf().keySet();
  }

  @Override
  public StoredTensor tensor(String name) {
    Safetensors shard = shards.get(index.fileOf().getOrDefault(name, ""));
    if (shard == null) {
      throw Safetensors.missing(index.origin(), name, names());
    }
    return shard.tensor(name);
  }

  /** Which of two would be meant is anybody's guess, also where the index names one of them. */
  private static void refuseTwins(ShardIndex index, Map<String, Safetensors> shards) {
    Map<String, String> holders = new HashMap<>();
    shards.forEach(
        (file, shard) ->
            shard
                .names()
                .forEach(
                    name -> {
                      String other = holders.put(name, file);
                      if (other != null) {
                        throw PatchbayException.failed(
                            "%s: tensor '%s' lies in two files, %s and %s."
                                .formatted(index.origin(), name, other, file),
                            AGAIN);
                      }
                    }));
  }

  private static void refuseAbsent(ShardIndex index, Map<String, Safetensors> shards) {
    index
        .fileOf()
        .forEach(
            (name, file) -> {
              Safetensors shard = shards.get(file);
              if (shard == null || !shard.names().contains(name)) {
                throw PatchbayException.failed(
                    "%s: tensor '%s' should lie in %s, which does not hold it."
                        .formatted(index.origin(), name, file),
                    AGAIN);
              }
            });
  }
}
