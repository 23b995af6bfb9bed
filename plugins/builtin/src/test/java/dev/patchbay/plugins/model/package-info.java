@NullMarked
package dev.patchbay.plugins.model;

import org.jspecify.annotations.NullMarked;
