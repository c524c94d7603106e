/**
 * What was measured, kept and shown.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.benchmarks.report.Measurement}, {@link
 *       io.github.dl4jattention.benchmarks.report.Results}: one, and all of them in a file
 *   <li>{@link io.github.dl4jattention.benchmarks.report.Row}, {@link
 *       io.github.dl4jattention.benchmarks.report.Mode}: a row of the table, with what was aimed
 *       at; how a JVM computes
 *   <li>{@link io.github.dl4jattention.benchmarks.report.Page}: docs/benchmarks.md
 * </ul>
 */
package io.github.dl4jattention.benchmarks.report;
