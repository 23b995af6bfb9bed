@NullMarked
package dev.patchbay.plugins.architecture;

import org.jspecify.annotations.NullMarked;
