@NullMarked
package dev.patchbay.model.folder;

import org.jspecify.annotations.NullMarked;
