@NullMarked
package dev.patchbay.core.hub;

import org.jspecify.annotations.NullMarked;
