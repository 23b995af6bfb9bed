/**
 * Published circuits of real models, built from their head groups by the rules of the ACDC
 * repository. They are what others found and agreed on, not proofs.
 */
@NullMarked
package dev.patchbay.plugins.truth;

import org.jspecify.annotations.NullMarked;
