package dev.patchbay.spi.graph;

/**
 * The edges of one sender into one layer's heads: as receivers are numbered (all q, all k, all v),
 * and as edges are (head by head q k v, a group's k and v after the q of its first head).
 *
 * @param nHeads query inputs
 * @param kvReceivers key inputs, and as many value inputs
 */
record HeadSlots(int nHeads, int kvReceivers) {

  /** How many inputs the heads of a layer have. */
  int count() {
    return nHeads + 2 * kvReceivers;
  }

  /** Where, among a sender's edges into a layer's heads, the edge into this receiver is. */
  int slot(int index) {
    int group = nHeads / kvReceivers;
    if (index < nHeads) {
      return index + 2 * ((index + group - 1) / group);
    }
    int shared = (index - nHeads) % kvReceivers;
    boolean value = index >= nHeads + kvReceivers;
    return shared * (group + 2) + (value ? 2 : 1);
  }

  /** The inverse of {@link #slot}. */
  int indexOfSlot(int slot) {
    int group = nHeads / kvReceivers;
    int shared = slot / (group + 2);
    return switch (slot % (group + 2)) {
      case 0 -> shared * group;
      case 1 -> nHeads + shared;
      case 2 -> nHeads + kvReceivers + shared;
      default -> shared * group + slot % (group + 2) - 2;
    };
  }
}
