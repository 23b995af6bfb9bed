@NullMarked
package dev.patchbay.spi.model;

import org.jspecify.annotations.NullMarked;
