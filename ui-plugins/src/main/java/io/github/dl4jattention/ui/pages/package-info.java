/**
 * The dashboard's pages: where they are, and the JSON they read.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.ui.pages.DashboardModule} has the routes; DL4J's server
 *       finds it by itself.
 *   <li>{@code Sessions} and {@code AttentionIndex} know what is in the storages; {@code Json} are
 *       the records as pages read them; {@code Answers} sends them, to polls too.
 * </ul>
 */
package io.github.dl4jattention.ui.pages;
