package dev.patchbay.model.hub;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One model's folder in the cache: {@code blobs} holds the files by their contents, {@code
 * snapshots/COMMIT} links to them by name, {@code refs/BRANCH} holds the commit that a branch or
 * tag stood for.
 *
 * @param folder {@code models--org--name}
 */
record CachedRepository(Path folder) {

  /** A commit's name has 40 characters; a file of another size is something else. */
  private static final int LONGEST_REF = 256;

  private static final String COMMIT = "[0-9a-f]{40}";

  static boolean isCommit(String text) {
    return text.matches(COMMIT);
  }

  /** The snapshot of a revision, if it is here. */
  Optional<Path> snapshot(String revision) {
    return commit(revision).map(this::snapshotOf).filter(Files::isDirectory);
  }

  /** Where a commit's files are, or will be. */
  Path snapshotOf(String commit) {
    return folder.resolve("snapshots").resolve(commit);
  }

  /** Where a file of these contents is, or will be. */
  Path blob(String etag) {
    return folder.resolve("blobs").resolve(etag);
  }

  /**
   * Where a revision leads that is written down here but not to be had: into nothing, or to a
   * commit without files.
   */
  Optional<String> dangling(String revision) {
    Path ref = folder.resolve("refs").resolve(revision);
    if (Files.isDirectory(ref) || !Files.exists(ref, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(ref)) {
      return Optional.of("%s is a link that leads nowhere".formatted(ref));
    }
    return Optional.of(
        commit(revision)
            .map(
                commit ->
                    "%s names the commit %s, of which there are no files".formatted(ref, commit))
            .orElseGet(() -> "%s does not hold the name of a commit".formatted(ref)));
  }

  /** A file that a snapshot links to and that is gone. */
  Optional<Path> lost(Path snapshot) {
    try (Stream<Path> files = Files.list(snapshot)) {
      return files
          .filter(file -> ModelFetch.fetches(file.getFileName().toString()))
          .filter(file -> !Files.exists(file))
          .sorted()
          .findFirst();
    } catch (IOException e) {
      throw unreadable(snapshot, e);
    }
  }

  /** The branches and tags that are here. */
  List<String> revisions() {
    Path refs = folder.resolve("refs");
    if (!Files.isDirectory(refs)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(refs)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> refs.relativize(file).toString().replace('\\', '/'))
          .filter(revision -> snapshot(revision).isPresent())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(refs, e);
    }
  }

  /** Puts a file into a snapshot: a link to its blob. */
  void link(String commit, String name, Path blob) throws IOException {
    Path link = snapshotOf(commit).resolve(name);
    Files.createDirectories(snapshotOf(commit));
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(link)) {
      Files.delete(link); // It led to a blob that has been removed.
    }
    try {
      Files.createSymbolicLink(link, snapshotOf(commit).relativize(blob));
    } catch (FileAlreadyExistsException e) {
      return; // A snapshot never changes.
    } catch (UnsupportedOperationException | IOException e) {
      Files.createLink(link, blob); // Windows keeps symbolic links for administrators.
    }
  }

  /** Lets a branch or tag stand for a commit. The caller holds the model's lock. */
  void point(String revision, String commit) throws IOException {
    if (isCommit(revision)) {
      return;
    }
    Path ref = folder.resolve("refs").resolve(revision);
    Files.createDirectories(ref.getParent());
    Path beside = folder.resolve("ref.patchbay.incomplete");
    Files.writeString(beside, commit);
    Files.move(beside, ref, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Optional<String> commit(String revision) {
    Path ref = folder.resolve("refs").resolve(revision);
    try {
      if (Files.isRegularFile(ref) && Files.size(ref) <= LONGEST_REF) {
        return Optional.of(Files.readString(ref).strip()).filter(CachedRepository::isCommit);
      }
    } catch (IOException e) {
      throw unreadable(ref, e);
    }
    return Optional.of(revision).filter(CachedRepository::isCommit);
  }

  private static PatchbayException unreadable(Path path, IOException e) {
    return PatchbayException.failed(
        "%s: this part of the Hugging Face cache cannot be read (%s)."
            .formatted(path, e.getMessage()),
        "Check its permissions, or name another cache with HF_HUB_CACHE.",
        e);
  }
}
