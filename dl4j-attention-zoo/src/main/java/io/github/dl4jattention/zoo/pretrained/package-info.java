/**
 * Trained models by name: bundled, fetched, published.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.pretrained.ModelStore}: looks models up and fetches
 *       them, each a {@link io.github.dl4jattention.zoo.pretrained.ListedModel}; from {@code
 *       LocalModels}, which were fetched, {@code BundledModels}, which jars bring, and the zoo at a
 *       {@link io.github.dl4jattention.zoo.pretrained.ZooAddress}
 *   <li>{@link io.github.dl4jattention.zoo.pretrained.ModelIndex}: what a zoo has, each a {@link
 *       io.github.dl4jattention.zoo.pretrained.ModelEntry}
 *   <li>{@link io.github.dl4jattention.zoo.pretrained.ZooFolder}: publishes a model, with a {@link
 *       io.github.dl4jattention.zoo.pretrained.ModelDescription}, from which {@code MarkdownPage}
 *       makes the page for people
 * </ul>
 */
package io.github.dl4jattention.zoo.pretrained;
