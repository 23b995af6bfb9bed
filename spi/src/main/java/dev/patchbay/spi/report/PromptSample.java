package dev.patchbay.spi.report;

import java.util.Optional;

/**
 * One of a run's prompts, to look at.
 *
 * @param clean the clean prompt
 * @param corrupted its twin, where it has one
 */
public record PromptSample(AttendedPrompt clean, Optional<AttendedPrompt> corrupted) {}
