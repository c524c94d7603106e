/**
 * A training dashboard that stays on this machine.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.ui.RequestGuard} decides which requests may reach it.
 * </ul>
 *
 * <p>DL4J's own server listens on every interface, asks for no login and serves any file its user
 * can read. The pages to come run behind the guard; until they do, nothing here starts a server.
 */
package io.github.dl4jattention.ui;
