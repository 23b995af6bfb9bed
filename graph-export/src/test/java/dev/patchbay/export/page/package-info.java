@NullMarked
package dev.patchbay.export.page;

import org.jspecify.annotations.NullMarked;
