/**
 * What is searched: hyperparameters as a space of Arbiter's.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.search.space.SearchSpace}: the space; {@link
 *       io.github.dl4jattention.zoo.search.space.Hyperparameter}: a name, its {@link
 *       io.github.dl4jattention.zoo.search.space.Range}, and when it matters
 *   <li>{@link io.github.dl4jattention.zoo.search.space.ConditionalSpace}: tells which dimensions a
 *       candidate uses
 *   <li>{@link io.github.dl4jattention.zoo.search.space.Settings}: the values of one trial
 *   <li>{@link io.github.dl4jattention.zoo.search.space.Tunable}: what may be searched at all
 *   <li>{@link io.github.dl4jattention.zoo.search.space.SpaceFile}: reads a space from YAML; {@code
 *       EntryReader} (internal): one hyperparameter of it
 *   <li>{@link io.github.dl4jattention.zoo.search.space.ModelSpaces}: for each of the zoo's models
 *       what may be searched, and a ready space
 *   <li>{@link io.github.dl4jattention.zoo.search.space.FixedOptions}: what a user fixes of it
 * </ul>
 */
package io.github.dl4jattention.zoo.search.space;
