package dev.patchbay.spi.model;

/**
 * A loaded model, as a task or a report knows it.
 *
 * @param name what the source called it
 * @param hash SHA-256 over its configuration and weights, in hexadecimal
 * @param spec how it is built
 */
public record ModelInfo(String name, String hash, ModelSpec spec) {}
