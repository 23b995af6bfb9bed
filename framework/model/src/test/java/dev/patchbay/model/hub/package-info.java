@NullMarked
package dev.patchbay.model.hub;

import org.jspecify.annotations.NullMarked;
