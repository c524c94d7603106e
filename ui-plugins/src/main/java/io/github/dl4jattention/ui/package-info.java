/**
 * A training dashboard that stays on this machine and shows where models look.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.ui.AttentionDashboard} starts it.
 *   <li>{@link io.github.dl4jattention.ui.AttentionListener} has it show where a graph looks, in a
 *       few {@link io.github.dl4jattention.ui.AttentionExample}s.
 * </ul>
 *
 * <p>Below: {@code records} are what it shows, {@code storage} opens files of them, {@code pages}
 * draws them, {@code server} is DL4J's own server behind a guard. That one listens on every
 * interface, asks for no login and serves any file its user can read; it is never started bare.
 */
package io.github.dl4jattention.ui;
