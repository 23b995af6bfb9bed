@NullMarked
package dev.patchbay.examples.training;

import org.jspecify.annotations.NullMarked;
