@NullMarked
package dev.patchbay.export.results;

import org.jspecify.annotations.NullMarked;
