package dev.patchbay.plugins.architecture;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.MemoryCheckpoint;
import dev.patchbay.spi.model.StoredTensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configuration of a tiny model that transformers saved, and the names of its tensors. */
record StoredModel(Map<String, @Nullable Object> fields, Set<String> names) {

  static StoredModel of(String model) {
    try (InputStream config = open(model + "/config.json");
        InputStream tensors = open(model + "/tensors.txt")) {
      return new StoredModel(
          new ObjectMapper().readValue(config, new TypeReference<>() {}),
          new TreeSet<>(
              new String(tensors.readAllBytes(), StandardCharsets.UTF_8).lines().toList()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static InputStream open(String file) {
    return Objects.requireNonNull(StoredModel.class.getResourceAsStream(file), file);
  }

  /** The same with another value of a field. */
  StoredModel with(String field, @Nullable Object value) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
    changed.put(field, value);
    return new StoredModel(changed, names);
  }

  /** The same without these fields. */
  StoredModel without(String... gone) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
    changed.keySet().removeAll(Set.of(gone));
    return new StoredModel(changed, names);
  }

  /** The same with one more tensor. */
  StoredModel adding(String tensor) {
    Set<String> more = new TreeSet<>(names);
    more.add(tensor);
    return new StoredModel(fields, more);
  }

  /** The same with one tensor less. */
  StoredModel dropping(String tensor) {
    Set<String> less = new TreeSet<>(names);
    less.remove(tensor);
    return new StoredModel(fields, less);
  }

  /** The same with its tensors under other names. */
  StoredModel renaming(UnaryOperator<String> rename) {
    return new StoredModel(
        fields, names.stream().map(rename).collect(Collectors.toCollection(TreeSet::new)));
  }

  CheckpointConfig config() {
    return new CheckpointConfig("config.json", fields);
  }

  /** A checkpoint in which each tensor is a single number of its own. */
  Checkpoint checkpoint() {
    Map<String, StoredTensor> tensors = new HashMap<>();
    for (String name : names) {
      tensors.put(name, MemoryCheckpoint.tensor(new Shape(1), new float[] {tensors.size() + 1}));
    }
    return new MemoryCheckpoint("tiny", config(), tensors);
  }

  /** The same checkpoint, but with the numbers of {@code original} in {@code twin}, too. */
  Checkpoint checkpointWithTwins(String original, String twin) {
    Map<String, StoredTensor> tensors = new HashMap<>(((MemoryCheckpoint) checkpoint()).tensors());
    tensors.put(twin, Objects.requireNonNull(tensors.get(original)));
    return new MemoryCheckpoint("tiny", config(), tensors);
  }
}
