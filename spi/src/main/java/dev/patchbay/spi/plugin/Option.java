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

  /** Who else sets it, where the user does not. */
  Role role() default Role.PLAIN;

  /**
   * What Patchbay knows an option for, whatever it is called; a plug-in has one of each at most.
   */
  enum Role {
    /** Nothing: where nobody names it, it has its fallback. */
    PLAIN(Object.class),
    /**
     * The seed of a strategy's, a metric's, an ablation's or a task's draws, a {@code long}: where
     * nobody names it, it is the run's {@code --seed}.
     */
    SEED(long.class),
    /**
     * What a search compares a change of the loss with, a {@code double}, in a strategy that {@link
     * dev.patchbay.spi.strategy.StrategyProvider#decidesCircuit decides the circuit}: where nobody
     * names it, a comparison and an exam run the strategy at each of several.
     */
    THRESHOLD(double.class);

    private final Class<?> type;

    Role(Class<?> type) {
      this.type = type;
    }

    /** Whether an option of this type can play the role. */
    public boolean fits(Class<?> option) {
      return this == PLAIN || option == type;
    }
  }
}
