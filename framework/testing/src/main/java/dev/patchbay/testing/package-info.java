/** What tests of several modules share: plug-ins that do little, and texts with one thing wrong. */
@NullMarked
package dev.patchbay.testing;

import org.jspecify.annotations.NullMarked;
