package dev.patchbay.spi.report;

/**
 * What a result came from: equal provenance on an equal machine gives equal bytes. No times: those
 * are in {@code timing.json}.
 *
 * @param patchbay version of Patchbay
 * @param engine name and version of the tensor engine
 * @param java version of Java
 * @param system operating system and processor type
 * @param modelHash SHA-256 of configuration and weights
 * @param promptsHash SHA-256 of the prompts
 * @param device where tensors lived
 * @param dataType their type
 * @param weights in what form weights were used: {@code raw} or {@code transformer-lens}
 * @param batchSize most prompts in a batch
 * @param threads threads of one tensor operation
 * @param seed the run's seed
 */
public record Provenance(
    String patchbay,
    String engine,
    String java,
    String system,
    String modelHash,
    String promptsHash,
    String device,
    String dataType,
    String weights,
    int batchSize,
    int threads,
    long seed) {}
