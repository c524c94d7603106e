/**
 * What the dashboard's pages show, as records that any storage of DL4J's keeps.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.ui.records.RecordWriter} writes a session's records and
 *       keeps them few; {@link io.github.dl4jattention.ui.records.RecordQueue} does so off the
 *       training's thread; {@code IterationSlots} decides what stays.
 *   <li>{@link io.github.dl4jattention.ui.records.ExampleRecord}, {@link
 *       io.github.dl4jattention.ui.records.AttentionRecord} with {@link
 *       io.github.dl4jattention.ui.records.LayerWeights}: where a model looked.
 *   <li>{@link io.github.dl4jattention.ui.records.QualityRecord}: how good it was.
 *   <li>{@link io.github.dl4jattention.ui.records.SearchRecord}, {@link
 *       io.github.dl4jattention.ui.records.TrialRecord}: a search of hyperparameters.
 *   <li>{@link io.github.dl4jattention.ui.records.Progress} and {@link
 *       io.github.dl4jattention.ui.records.Better}, parts of them.
 *   <li>{@link io.github.dl4jattention.ui.records.Limits}: how much is kept, and believed; {@link
 *       io.github.dl4jattention.ui.records.TimeShare}: how much time looking may take.
 *   <li>{@link io.github.dl4jattention.ui.records.DashboardRecord}, their parent, with {@code
 *       RecordInput} and {@code RecordOutput}, their bytes, and {@link
 *       io.github.dl4jattention.ui.records.DamagedRecordException}.
 * </ul>
 */
package io.github.dl4jattention.ui.records;
