/**
 * Sentences about photos: Show, Attend and Tell (Xu et al. 2015).
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.captions.ShowAttendTell}: the model, made by {@link
 *       io.github.dl4jattention.zoo.captions.ShowAttendTellBuilder}, with an {@link
 *       io.github.dl4jattention.zoo.captions.AttentionKind}; {@code CaptionSettings}: what its
 *       settings are; {@code CaptionPlan}: lays out its graph
 *   <li>{@link io.github.dl4jattention.zoo.captions.CaptionModel}: its graph with its words and the
 *       photos that it reads
 *   <li>{@link io.github.dl4jattention.zoo.captions.CaptionCard}: what its file says, and its
 *       reading
 *   <li>{@link io.github.dl4jattention.zoo.captions.Captioner}: photos in, {@link
 *       io.github.dl4jattention.zoo.captions.Caption}s out; {@link
 *       io.github.dl4jattention.zoo.captions.PhotoCaptioner}: the same for files, one at a time
 *   <li>{@link io.github.dl4jattention.zoo.captions.CaptionText}: what captions are written in;
 *       {@link io.github.dl4jattention.zoo.captions.CaptionSet}: photos with theirs
 *   <li>{@link io.github.dl4jattention.zoo.captions.CaptionValidation}: how a model is measured
 *       after an epoch
 * </ul>
 */
package io.github.dl4jattention.zoo.captions;
