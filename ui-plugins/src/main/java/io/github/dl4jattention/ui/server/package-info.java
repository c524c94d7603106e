/**
 * DL4J's dashboard server, kept on this machine.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.ui.server.GuardedServer} is DL4J's server, wrapped; it
 *       listens at an {@link io.github.dl4jattention.ui.server.Address} or throws a {@link
 *       io.github.dl4jattention.ui.server.ServerException}. {@code Delegates} are what wraps it.
 *   <li>{@code RequestFilter} handles each request: {@link
 *       io.github.dl4jattention.ui.server.RequestGuard} judges it, {@code Access} asks for the
 *       token, {@code SecurityHeaders} tell browsers what to refuse, by {@code InlineScripts} all
 *       scripts in DL4J's pages but their own, {@code Assets} are served here, and {@code
 *       ReadRequest} goes on to DL4J's router.
 *   <li>{@code IsolatedModule} keeps a page's failures to itself; {@code PlainSessions} is what
 *       DL4J's own pages see of a storage.
 * </ul>
 */
package io.github.dl4jattention.ui.server;
