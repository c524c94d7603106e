/**
 * Runs trials and remembers them.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.search.trial.TrialRunner}, built by {@link
 *       io.github.dl4jattention.zoo.search.trial.TrialRunnerBuilder}: Arbiter's {@code
 *       IOptimizationRunner}, with several workers; {@code WorkerThreads}, {@code Candidates},
 *       {@code Observers}, {@code Outcome}, {@code ArbiterForms} (internal) are its parts
 *   <li>{@link io.github.dl4jattention.zoo.search.trial.Objective}: what is run; it gets a {@link
 *       io.github.dl4jattention.zoo.search.trial.Trial}, and may meet {@link
 *       io.github.dl4jattention.zoo.search.trial.TrialEnded}; {@link
 *       io.github.dl4jattention.zoo.search.trial.TellingListener} tells it what DL4J's {@code fit}
 *       comes to
 *   <li>{@link io.github.dl4jattention.zoo.search.trial.Ledger}: all trials on disk, each a {@link
 *       io.github.dl4jattention.zoo.search.trial.TrialRecord} in a {@link
 *       io.github.dl4jattention.zoo.search.trial.TrialState}; {@code LedgerEvent} and {@code
 *       TrialBook} (internal): its lines, and what they come to; {@link
 *       io.github.dl4jattention.zoo.search.trial.LedgerHead}: its first line
 *   <li>{@link io.github.dl4jattention.zoo.search.trial.SearchListener}: watches a search
 *   <li>{@link io.github.dl4jattention.zoo.search.trial.Best}: which trial is the best; {@link
 *       io.github.dl4jattention.zoo.search.trial.Direction}: whether that is the lowest score
 *   <li>{@link io.github.dl4jattention.zoo.search.trial.ScoreReached}, {@link
 *       io.github.dl4jattention.zoo.search.trial.NoImprovement}: ends of a search, beside Arbiter's
 *       of count and time
 * </ul>
 */
package io.github.dl4jattention.zoo.search.trial;
