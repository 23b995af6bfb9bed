package dev.patchbay.spi.model;

/**
 * A token of a text.
 *
 * @param id its number in the vocabulary
 * @param piece how the vocabulary spells it; byte-level vocabularies write a blank as {@code Ġ},
 *     sentencepiece's as {@code ▁}
 */
public record Token(int id, String piece) {}
