/**
 * Files that are written whole or not at all, that are opened, and that are fetched.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.files.AtomicFiles}: writes files
 *   <li>{@link io.github.dl4jattention.zoo.files.InputFiles}: opens files and pipes
 *   <li>{@link io.github.dl4jattention.zoo.files.Downloader}: fetches files, each a {@link
 *       io.github.dl4jattention.zoo.files.Download} with a {@link
 *       io.github.dl4jattention.zoo.files.Checksum}; by {@code Transfer}, one attempt, {@code
 *       WebClient} with its {@code Proxies}, {@code PartFile}, what is here so far, and {@code
 *       Backoff}, waiting times
 *   <li>{@link io.github.dl4jattention.zoo.files.FileGuard}: one process at a file at a time;
 *       {@link io.github.dl4jattention.zoo.files.ThisMachine}: addresses of its own
 *   <li>{@link io.github.dl4jattention.zoo.files.CacheFolders}: where files are kept that can be
 *       had again
 * </ul>
 */
package io.github.dl4jattention.zoo.files;
