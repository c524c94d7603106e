/**
 * Files of records, which may come from anybody.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.ui.storage.StorageFile} makes and opens them, or throws a
 *       {@link io.github.dl4jattention.ui.storage.StorageException}.
 *   <li>{@code SqliteStorage} is a file of this project's, {@code SqliteTables} its table, {@code
 *       ChangePoll} sees what another program writes to it.
 *   <li>{@code MapDbImport} and {@code SerializedImport} read DL4J's two kinds of files to memory,
 *       as {@code Imported}.
 *   <li>{@code KnownRecords} are the only ones that are made of what a file says.
 * </ul>
 */
package io.github.dl4jattention.ui.storage;
