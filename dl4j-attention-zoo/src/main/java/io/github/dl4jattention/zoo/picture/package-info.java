/**
 * Pictures of what a trained model attends to, as PNG files, drawn without a display; and charts,
 * as SVG.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.picture.AlignmentHeatmap}: the way in; checks the
 *       weights, names and writes the file
 *   <li>{@link io.github.dl4jattention.zoo.picture.AttentionOverlay}: a photo, once a word, with
 *       what the model looked at
 *   <li>{@code HeatmapPainter}: where everything stands, and the drawing
 *   <li>{@code HeatmapFonts}: fonts and text widths; says what to install where there are none
 *   <li>{@link io.github.dl4jattention.zoo.picture.LengthChart}: scores against the length of
 *       sources
 *   <li>{@link io.github.dl4jattention.zoo.picture.Svg}: lines and words of a chart
 *   <li>{@code VisibleText}: makes white space and characters without a glyph readable
 * </ul>
 */
package io.github.dl4jattention.zoo.picture;
