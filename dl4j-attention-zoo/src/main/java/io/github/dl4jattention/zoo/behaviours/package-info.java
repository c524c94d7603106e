/**
 * What users did, and whether they act on a candidate next, told by an {@link
 * io.github.dl4jattention.zoo.model.AtRank}.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.behaviours.BehaviourGenerator}: users of a shop, from a
 *       seed
 *   <li>{@link io.github.dl4jattention.zoo.behaviours.BehaviourSequence}: a user's {@link
 *       io.github.dl4jattention.zoo.behaviours.Behaviour}s and a candidate, as text and as objects
 *   <li>{@link io.github.dl4jattention.zoo.behaviours.BehaviourNumbers}: the same as numbers, by a
 *       {@link io.github.dl4jattention.zoo.behaviours.BehaviourVocabulary}
 *   <li>{@link io.github.dl4jattention.zoo.behaviours.BehaviourModel}: what is trained; {@link
 *       io.github.dl4jattention.zoo.behaviours.BehaviourCard}: what its file says
 *   <li>{@link io.github.dl4jattention.zoo.behaviours.BehaviourRanker}: tells how probable it is
 *       that users act; {@link io.github.dl4jattention.zoo.behaviours.Ranking}: how well, beside
 *       {@link io.github.dl4jattention.zoo.behaviours.BehaviourBaselines}
 *   <li>{@link io.github.dl4jattention.zoo.behaviours.BehaviourValidation}: measures after each
 *       epoch
 * </ul>
 */
package io.github.dl4jattention.zoo.behaviours;
