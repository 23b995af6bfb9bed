/**
 * How far two answers agree: an estimate with the measured effect, one ranking with another, one
 * circuit with the next.
 */
@NullMarked
package dev.patchbay.study.agreement;

import org.jspecify.annotations.NullMarked;
