/** The plug-ins that find circuits, and what they answer. */
@NullMarked
package dev.patchbay.spi.strategy;

import org.jspecify.annotations.NullMarked;
