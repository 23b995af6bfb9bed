/**
 * The words that tasks are made of, and a tokenizer that knows them: the embedded models read and
 * write words.
 */
@NullMarked
package dev.patchbay.plugins.words;

import org.jspecify.annotations.NullMarked;
