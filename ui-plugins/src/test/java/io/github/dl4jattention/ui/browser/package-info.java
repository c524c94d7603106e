/**
 * The pages in a real Chromium, without a window.
 *
 * <ul>
 *   <li>{@code Browser} is one; {@code RequiresChromium} skips a test where none is installed;
 *       {@code Site} is a dashboard with a browser to look at it.
 *   <li>{@code Trained} writes a session of every kind of record; {@code TrainingProcess} is a
 *       program that trains until it is killed.
 *   <li>{@code TrainingInBrowserTests}, {@code AttentionPageTests}, {@code QualityPageTests},
 *       {@code SearchPageTests} and {@code FrameTests} use the pages as people do; {@code
 *       AccessibilityTests} hold keys, contrast and narrow screens; {@code ScriptTests} are figures
 *       of the scripts, {@code PageSourcesTests} what their sources may not hold.
 * </ul>
 */
package io.github.dl4jattention.ui.browser;
