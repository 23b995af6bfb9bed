/**
 * Strategies sit an exam: models whose circuit is known, each strategy's answer, and how near it
 * came.
 */
@NullMarked
package dev.patchbay.study.exam;

import org.jspecify.annotations.NullMarked;
