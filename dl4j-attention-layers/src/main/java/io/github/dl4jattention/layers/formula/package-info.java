/**
 * What a layer or a vertex is made of: a formula, the graph it is defined in, its parameters.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.layers.formula.Formula}: names of inputs, parameters, and
 *       the output as a function of both
 *   <li>{@link io.github.dl4jattention.layers.formula.Scope}: what it is defined in; inputs, masks,
 *       the training flag, arrays drawn for each pass; {@link
 *       io.github.dl4jattention.layers.formula.Conditions}: what a graph is for
 *   <li>{@link io.github.dl4jattention.layers.formula.Parameters}: their shapes, fans and first
 *       values
 *   <li>{@link io.github.dl4jattention.layers.formula.Steps}, {@link
 *       io.github.dl4jattention.layers.formula.Heads}: sequences inside a formula, which know their
 *       lengths
 *   <li>{@link io.github.dl4jattention.layers.formula.Slices}: parts of parameters
 *   <li>{@link io.github.dl4jattention.layers.formula.RealSteps}: which steps a recurrence passes
 *       over
 *   <li>{@link io.github.dl4jattention.layers.formula.LearnedQueries}: queries that are parameters
 *   <li>{@link io.github.dl4jattention.layers.formula.Dropout}, {@link
 *       io.github.dl4jattention.layers.formula.Activations}: inside a formula, right where DL4J's
 *       are not
 *   <li>{@link io.github.dl4jattention.layers.formula.StepNorm}: layer and root mean square
 *       normalisation of each step
 * </ul>
 *
 * <p>It knows no other package of this library; all others build on it.
 */
package io.github.dl4jattention.layers.formula;
