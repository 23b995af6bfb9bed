package dev.patchbay.model.hub;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Optional;

/**
 * A file on the hub.
 *
 * @param name in the model's folder
 * @param path the address below the hub's
 * @param etag names its contents: the SHA-256 of large files
 * @param size in bytes
 */
record RemoteFile(String name, String path, String etag, long size) {

  /** It becomes a file's name in the cache. */
  private static final String ETAG = "\\w[\\w-]{0,127}";

  private static final String SHA_256 = "[0-9a-f]{64}";

  /** What the hub says of a file before it is fetched. */
  static RemoteFile of(ModelId id, String name, String path, HubResponse answer) {
    Optional<String> etag =
        answer
            .header("X-Linked-Etag")
            .or(() -> answer.lastHeader("ETag"))
            .map(value -> value.replaceFirst("^W/", "").replace("\"", ""))
            .filter(value -> value.matches(ETAG));
    Optional<Long> size =
        answer
            .header("X-Linked-Size")
            .or(() -> answer.lastHeader("Content-Length"))
            .filter(value -> value.matches("\\d{1,18}"))
            .map(Long::valueOf);
    if (etag.isEmpty() || size.isEmpty()) {
      throw PatchbayException.failed(
          "%s: the hub does not say how long %s is and what it holds.".formatted(id, name),
          "Without length and ETag nothing can be checked: is HF_ENDPOINT the address of a hub?");
    }
    return new RemoteFile(name, path, etag.get(), size.get());
  }

  /** The SHA-256 of its contents, where the hub says it. */
  Optional<String> sha256() {
    return Optional.of(etag).filter(value -> value.matches(SHA_256));
  }
}
