package dev.patchbay.spi.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a component of a plug-in's options record. The option's name is the component's in
 * kebab-case: {@code directEdges} is {@code direct-edges}.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Option {

  /** What the option does, in a few words. */
  String value();

  /** The value that it has when nobody names it, as a user would write it. */
  String fallback();
}
