/**
 * Dates as people write them, for a model that turns them into ISO form.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.dates.DateGenerator} generates the pairs from a seed;
 *       start here.
 *   <li>{@link io.github.dl4jattention.zoo.dates.DateSet} is what it returns: pairs to train on and
 *       pairs held out.
 *   <li>{@link io.github.dl4jattention.zoo.data.Pair} is one written date with its ISO form.
 *   <li>{@link io.github.dl4jattention.zoo.dates.DateForm} lists the written forms and writes dates
 *       in them.
 *   <li>{@code Variation} (internal) is what differs within a form: case, commas, periods, spaces,
 *       the weekday.
 *   <li>{@code DatePattern} (internal) is the small language in which forms are given.
 *   <li>{@code EnglishNames} (internal) has the names of months and weekdays.
 * </ul>
 *
 * <p>The package needs nothing but the JDK and {@code data.Pair}.
 */
package io.github.dl4jattention.zoo.dates;
