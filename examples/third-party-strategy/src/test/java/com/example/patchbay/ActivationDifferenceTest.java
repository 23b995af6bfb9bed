package com.example.patchbay;

import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.testkit.StrategyContract;

/** All that is asked of any strategy; what is special to this one would follow below. */
class ActivationDifferenceTest extends StrategyContract {

  @Override
  protected StrategyProvider provider() {
    return new ActivationDifference();
  }
}
