package dev.patchbay.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.journal.JournalEntry.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JournalTextTest {

  private static final Map<String, String> RUN =
      Map.of("model", "4711", "strategy", "acdc{threshold=0.01}");

  private final List<JournalEntry> entries = entries();
  private final byte[] whole = bytes(entries);

  private static List<JournalEntry> entries() {
    Random random = new Random(4);
    List<JournalEntry> entries = new ArrayList<>();
    entries.add(JournalEntry.of(Kind.START, new int[0], random.nextGaussian()));
    for (int i = 0; i < 6; i++) {
      entries.add(JournalEntry.of(Kind.TEST, new int[] {i}, random.nextGaussian()));
      entries.add(JournalEntry.of(Kind.REMOVE, new int[] {i, i + 1}, random.nextGaussian()));
    }
    return entries;
  }

  private static byte[] bytes(List<JournalEntry> entries) {
    JournalText.Proof proof = new JournalText.Proof();
    StringBuilder text = new StringBuilder(JournalText.head(RUN, proof));
    entries.forEach(entry -> text.append(proof.line(entry.line())));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void of_whole_saysWhatWasWritten() {
    assertThat(JournalText.of(whole)).isEqualTo(new JournalText(RUN, entries, 0));
  }

  /** All the bits that a journal has, the last line's end excepted: without it a line is torn. */
  @Test
  void of_anyBitFlipped_isNoticedAndWhatStandsBeforeIsKept() {
    for (int bit = 0; bit < 8 * (whole.length - 1); bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);

      JournalText text = JournalText.of(flipped);

      assertThat(text.damaged()).as("bit %s", bit).isPositive();
      assertThat(text.run()).isIn(RUN, Map.of());
      assertThat(text.entries()).isEqualTo(entries.subList(0, text.entries().size()));
    }
  }

  @Test
  void of_lineLostOrDoubledOrOutOfPlace_isNoticed() {
    List<String> lines = new String(whole, StandardCharsets.UTF_8).lines().toList();
    int at = 8;
    List<String> lost = new ArrayList<>(lines);
    String line = lost.remove(at);
    List<String> doubled = new ArrayList<>(lines);
    doubled.add(at, line);
    List<String> swapped = new ArrayList<>(lost);
    swapped.add(at + 1, line);

    for (List<String> changed : List.of(lost, doubled, swapped)) {
      String text = String.join("\n", changed) + "\n";
      JournalText read = JournalText.of(text.getBytes(StandardCharsets.UTF_8));
      assertThat(read.damaged()).isBetween(at + 1, at + 2);
    }
  }

  @Test
  void of_cutAnywhere_countsWholeLinesAndBlamesNone() {
    int head = new String(whole, StandardCharsets.UTF_8).indexOf("\n\n") + 2;
    for (int length = head; length < whole.length; length++) {
      JournalText text = JournalText.of(Arrays.copyOf(whole, length));

      assertThat(text.damaged()).isZero();
      assertThat(text.entries()).isEqualTo(entries.subList(0, text.entries().size()));
    }
  }

  @Test
  void of_zerosAtTheEnd_asAPowerCutLeavesThem_doNotCount() {
    byte[] zeros = Arrays.copyOf(whole, whole.length + 4096);
    assertThat(JournalText.of(zeros).entries()).isEqualTo(entries);

    assertThat(JournalText.of(new byte[0])).isEqualTo(new JournalText(Map.of(), List.of(), 1));
    assertThat(JournalText.of(new byte[4096])).isEqualTo(new JournalText(Map.of(), List.of(), 1));
  }
}
