package io.github.dl4jattention.zoo.search.strategy;

import java.util.Random;

/** How likely the values of a dimension are, on [0, 1]. */
interface Density {
  /** Draws a value. */
  double draw(Random random);

  /** The density at a value, up to a factor that is the same for all observations. */
  double of(double x);
}
