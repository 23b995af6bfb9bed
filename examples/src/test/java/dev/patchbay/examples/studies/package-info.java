@NullMarked
package dev.patchbay.examples.studies;

import org.jspecify.annotations.NullMarked;
