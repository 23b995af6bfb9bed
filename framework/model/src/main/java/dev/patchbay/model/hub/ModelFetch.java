package dev.patchbay.model.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.model.folder.Adapter;
import dev.patchbay.model.folder.ModelFolder;
import dev.patchbay.model.folder.OtherWeights;
import dev.patchbay.model.safetensors.ShardIndex;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings one model from the hub into the cache: its configuration, tokenizer and safetensors. */
final class ModelFetch {

  private static final int LONGEST_LISTING = 16 << 20;

  private static final List<String> TOKENIZER =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt",
          "tokenizer.model");

  private final HubConnection hub;
  private final ModelId id;
  private final CachedRepository repository;
  private final Progress progress;

  ModelFetch(HubConnection hub, ModelId id, CachedRepository repository, Progress progress) {
    this.hub = hub;
    this.id = id;
    this.repository = repository;
    this.progress = progress;
  }

  /** Whether a file of this name is fetched where a model has it. */
  static boolean fetches(String name) {
    return name.equals(ModelFolder.CONFIG)
        || name.equals(ModelFolder.INDEX)
        || TOKENIZER.contains(name)
        || name.matches("model(-\\d+-of-\\d+)?\\.safetensors");
  }

  /**
   * Fetches what is not there yet. The revision stands for the new commit when all of it is there,
   * and not before.
   */
  void run() throws IOException {
    JsonNode listing = listing();
    String commit = listing.path("sha").asText();
    if (!CachedRepository.isCommit(commit)) {
      throw noListing(null);
    }
    Set<String> present = new LinkedHashSet<>();
    listing.path("siblings").forEach(file -> present.add(file.path("rfilename").asText()));
    if (present.contains(Adapter.CONFIG)) {
      fetch(commit, Adapter.CONFIG);
      throw adapter(commit);
    }
    refuseUnreadable(present);
    fetch(commit, ModelFolder.CONFIG);
    for (String name : TOKENIZER) {
      if (present.contains(name)) {
        fetch(commit, name);
      }
    }
    if (present.contains(ModelFolder.WEIGHTS)) {
      fetch(commit, ModelFolder.WEIGHTS);
    } else {
      fetch(commit, ModelFolder.INDEX);
      ShardIndex index = ShardIndex.read(repository.snapshotOf(commit).resolve(ModelFolder.INDEX));
      for (String shard : index.files()) {
        fetch(commit, shard);
      }
    }
    repository.point(id.revision(), commit);
  }

  private void fetch(String commit, String name) throws IOException {
    progress.throwIfStopped();
    String path = "/%s/resolve/%s/%s".formatted(id.repository(), commit, encoded(name));
    RemoteFile file;
    try (HubResponse answer = hub.head(id, path, progress)) {
      file = RemoteFile.of(id, name, path, answer);
    }
    BlobDownload.fetch(hub, id, file, repository.blob(file.etag()), progress);
    repository.link(commit, name, repository.blob(file.etag()));
  }

  private JsonNode listing() {
    String path = "/api/models/%s/revision/%s".formatted(id.repository(), encoded(id.revision()));
    try {
      return JsonMapper.builder()
          .build()
          .readTree(hub.document(id, path, LONGEST_LISTING, progress));
    } catch (JsonProcessingException e) {
      throw noListing(e);
    } catch (IOException e) {
      throw new IllegalStateException("Reading an array cannot fail.", e);
    }
  }

  private PatchbayException adapter(String commit) {
    String revision =
        id.revision().equals(ModelId.MAIN) ? "" : ", revision='%s'".formatted(id.revision());
    return Adapter.read(repository.snapshotOf(commit).resolve(Adapter.CONFIG))
        .refusal(id + ": this repository", "'%s'%s".formatted(id.repository(), revision), "");
  }

  private void refuseUnreadable(Set<String> present) {
    if (!present.contains(ModelFolder.WEIGHTS) && !present.contains(ModelFolder.INDEX)) {
      throw OtherWeights.refusal(id.toString(), "on the hub", present);
    }
    if (!present.contains(ModelFolder.CONFIG)) {
      throw PatchbayException.failed(
          "%s: there is no %s on the hub.".formatted(id, ModelFolder.CONFIG),
          "Patchbay reads models in the layout of transformers' save_pretrained.");
    }
  }

  private PatchbayException noListing(@Nullable Throwable cause) {
    return PatchbayException.failed(
        "%s: %s answers with something else than a list of files.".formatted(id, hub.endpoint()),
        "Is it the address of a hub, or does a proxy ask for something first?",
        cause);
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
