package io.github.dl4jattention.zoo.scenes;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Draws scenes. No display is needed. */
public final class ScenePainter {
  private static final Color GROUND = new Color(96, 100, 104);

  private ScenePainter() {}

  /**
   * Draws a scene.
   *
   * @param scene the scene
   * @return a picture of {@link Scene#SIDE} x {@link Scene#SIDE} pixels
   */
  public static BufferedImage paint(Scene scene) {
    BufferedImage picture = new BufferedImage(Scene.SIDE, Scene.SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setColor(GROUND);
      graphics.fillRect(0, 0, Scene.SIDE, Scene.SIDE);
      for (SceneShape shape : scene.shapes()) {
        graphics.setColor(shape.paint().color());
        graphics.fill(outline(shape));
      }
      return picture;
    } finally {
      graphics.dispose();
    }
  }

  private static Shape outline(SceneShape shape) {
    double radius = shape.radius();
    double left = shape.x() - radius;
    double top = shape.y() - radius;
    double side = 2 * radius;
    return switch (shape.kind()) {
      case CIRCLE -> new Ellipse2D.Double(left, top, side, side);
      case SQUARE -> new Rectangle2D.Double(left, top, side, side);
      case TRIANGLE -> {
        Path2D path = new Path2D.Double();
        path.moveTo(left + radius, top);
        path.lineTo(left + side, top + side);
        path.lineTo(left, top + side);
        path.closePath();
        yield path;
      }
      case CROSS -> {
        double bar = side / 3;
        Area area = new Area(new Rectangle2D.Double(left, top + bar, side, bar));
        area.add(new Area(new Rectangle2D.Double(left + bar, top, bar, side)));
        yield area;
      }
    };
  }
}
