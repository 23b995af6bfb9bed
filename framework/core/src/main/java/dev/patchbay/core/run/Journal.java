package dev.patchbay.core.run;

import java.nio.file.Path;

/**
 * Where a run's searches write down what they find, answer by answer.
 *
 * @param file the file; the run's caller removes it when the results are safe
 * @param resume whether to go on where an interrupted run left the file; else it begins anew
 */
public record Journal(Path file, boolean resume) {}
