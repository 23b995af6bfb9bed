@NullMarked
package dev.patchbay.plugins.strategy;

import org.jspecify.annotations.NullMarked;
