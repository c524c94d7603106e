/**
 * The command line, {@code zoo}: the one package that knows all others.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.cli.Zoo}: entry point, exit codes, errors
 *   <li>{@code TrainCommand}, {@code TranslateCommand}, {@code EvaluateCommand}, {@code
 *       DataCommand}, {@code UiCommand}: one file a command
 *   <li>{@code TrainingData}: the pairs a training is told to use
 *   <li>{@code ProgressView}: a training on the terminal; {@code Observers}: more than one of these
 *   <li>{@code InputLines}: lines of standard input, each good or bad by itself
 *   <li>{@code Terminal}, {@code Threads}: what the machine offers
 *   <li>{@code BeamOption}: how wide to search
 *   <li>{@code RunsOption}: where runs are, and which file a model's name means
 * </ul>
 */
package io.github.dl4jattention.zoo.cli;
