/**
 * The engine's fast ways beside a plain reading of the definitions, on drawn models and circuits.
 */
@NullMarked
package dev.patchbay.drawn;

import org.jspecify.annotations.NullMarked;
