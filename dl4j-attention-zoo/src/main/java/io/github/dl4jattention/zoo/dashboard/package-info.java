/**
 * Trainings and searches in the dashboard. The only package that knows it: without {@code --ui} and
 * {@code zoo ui} nothing of it is loaded.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.dashboard.TrainingDashboard}: one that runs here, with
 *       {@code Curves}, DL4J's own, and what is {@code Shown}: {@code ShownPairs}, {@code
 *       ShownTexts}, {@code ShownBehaviours}, {@code ShownPhotos} of {@link
 *       io.github.dl4jattention.zoo.dashboard.ShownPhoto}s, asked again and again; {@code Looked}:
 *       where heads looked
 *   <li>{@link io.github.dl4jattention.zoo.dashboard.SearchDashboard}: a search of hyperparameters
 *       that runs here
 *   <li>{@code LiveStorage}: what both write, and the server that shows it
 *   <li>{@link io.github.dl4jattention.zoo.dashboard.StoredDashboard}: one that has been, or runs
 *       elsewhere
 *   <li>{@link io.github.dl4jattention.zoo.dashboard.Where}: where the server listens
 * </ul>
 */
package io.github.dl4jattention.zoo.dashboard;
