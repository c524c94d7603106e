package io.github.dl4jattention.zoo.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class LengthChartTests {
  private static final List<String> LENGTHS = List.of("<= 8", "9-11", ">= 12");

  @Test
  void scoresStandAboveTheirLengthsAndAsHighAsTheyAre() throws Exception {
    Map<String, double[]> curves = new LinkedHashMap<>();
    curves.put("with", new double[] {60, 30, 15});
    curves.put("without", new double[] {0, 60, 30});
    List<Element> dots = elements(picture(curves), "circle");
    assertThat(dots).hasSize(6);
    // 640 x 420, margins of 70, 20, 40 and 60: the axes go from 70 to 620 and from 360 to 40.
    assertThat(dots.stream().map(dot -> dot.getAttribute("cx")))
        .containsExactly("161.7", "345.0", "528.3", "161.7", "345.0", "528.3");
    assertThat(dots.stream().map(dot -> dot.getAttribute("cy")))
        .containsExactly("40.0", "200.0", "280.0", "360.0", "40.0", "200.0");
    assertThat(words(picture(curves)))
        .contains("BLEU", "<= 8", "9-11", ">= 12", "0", "60", "with", "without");
  }

  @Test
  void anEmptyGroupLeavesAGap() throws Exception {
    Document whole = picture(Map.of("with", new double[] {60, 30, 15}));
    assertThat(paths(whole)).containsExactly("161.7,40.0 345.0,200.0 528.3,280.0");
    Document picture = picture(Map.of("with", new double[] {60, Double.NaN, 15}));
    assertThat(elements(picture, "circle")).hasSize(2);
    assertThat(paths(picture)).containsExactly("161.7,40.0", "528.3,280.0");
  }

  @Test
  void nothingMeasuredIsDrawnToo() throws Exception {
    Document picture = picture(Map.of("with", new double[] {Double.NaN, Double.NaN, Double.NaN}));
    assertThat(elements(picture, "circle")).isEmpty();
    assertThat(words(picture)).contains("0", "10", "with");
  }

  @Test
  void aNameIsAWordWhateverItIs() throws Exception {
    String name = "</text><script>alert('x')</script>&amp;\u0001 \ud83d\ude00";
    Document picture = picture(Map.of(name, new double[] {1, 2, 3}));
    assertThat(elements(picture, "script")).isEmpty();
    assertThat(words(picture)).contains(name.replace('\u0001', '\uFFFD'));
  }

  @Test
  void aCurveOfAnotherLengthIsRefused() {
    LengthChart chart = new LengthChart("BLEU", LENGTHS, Map.of("with", new double[] {1}));
    assertThatThrownBy(chart::svg).hasMessage("with has 1 scores for 3 lengths");
  }

  private static Document picture(Map<String, double[]> curves) throws Exception {
    String svg = new LengthChart("BLEU", LENGTHS, curves).svg();
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> elements(Document picture, String name) {
    NodeList nodes = picture.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static List<String> paths(Document picture) {
    return elements(picture, "polyline").stream().map(path -> path.getAttribute("points")).toList();
  }

  private static List<String> words(Document picture) {
    return elements(picture, "text").stream().map(Element::getTextContent).toList();
  }
}
