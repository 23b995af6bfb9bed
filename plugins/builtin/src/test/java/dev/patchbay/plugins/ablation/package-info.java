@NullMarked
package dev.patchbay.plugins.ablation;

import org.jspecify.annotations.NullMarked;
