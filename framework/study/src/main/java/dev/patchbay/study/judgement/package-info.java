/**
 * How near a ranking or a search comes to a circuit that is known: curves, areas, precision and
 * recall. Plain arithmetic over edge sets, without models or tensors.
 */
@NullMarked
package dev.patchbay.study.judgement;

import org.jspecify.annotations.NullMarked;
