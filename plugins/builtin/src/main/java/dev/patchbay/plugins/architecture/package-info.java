/**
 * The families of checkpoints that Patchbay reads: configurations and tensor names, no forward
 * code.
 */
@NullMarked
package dev.patchbay.plugins.architecture;

import org.jspecify.annotations.NullMarked;
