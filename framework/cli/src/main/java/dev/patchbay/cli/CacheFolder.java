package dev.patchbay.cli;

import dev.patchbay.engine.memory.ByteSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LongSummaryStatistics;
import java.util.stream.Stream;

/** What is in a folder of files that can be fetched again. */
final class CacheFolder {

  private CacheFolder() {}

  /** Its path, and how many files it holds and of what size; links are not followed. */
  static String words(Path folder) {
    if (!Files.isDirectory(folder)) {
      return folder + " (not there)";
    }
    try (Stream<Path> all = Files.walk(folder)) {
      LongSummaryStatistics sizes =
          all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .mapToLong(CacheFolder::size)
              .summaryStatistics();
      return "%s (%s files, %s)"
          .formatted(folder, Sizes.count(sizes.getCount()), ByteSize.words(sizes.getSum()));
    } catch (IOException | UncheckedIOException e) {
      return "%s (cannot be read: %s)".formatted(folder, e.getMessage());
    }
  }

  /** 0 for a file that has gone meanwhile. */
  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
