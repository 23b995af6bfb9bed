@NullMarked
package dev.patchbay.plugins.metric;

import org.jspecify.annotations.NullMarked;
