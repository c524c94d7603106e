package io.github.dl4jattention.ui.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages' scripts compute, each function for itself. */
@RequiresChromium
class ScriptTests {
  private static Site site;

  @BeforeAll
  static void start() {
    site = new Site();
    site.open("/attention");
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  /** What an expression gives; {@code m} is a module of the pages. */
  private static Object with(String module, String expression, Object... arguments) {
    return site.browser.run(
        "return import('/assets/attention/" + module + ".js').then(m => " + expression + ");",
        arguments);
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "the cat sat|the cat sat|=the cat sat",
        "the cat sat|the dog sat|=the ;-cat;+dog;= sat",
        "the cat sat on|cat sat|-the ;=cat sat;- on",
        "2011-03-03|2011-08-03|=2011-;-03;+08;=-03",
        "a b|b a|-a ;=b;+ a",
        "''|new|+new",
        "old|''|-old",
      },
      delimiter = '|')
  void changesAreTheFewestWords(String reference, String prediction, String parts) {
    assertThat(
            with(
                "diff",
                "m.changes(arguments[0], arguments[1]).map(p =>"
                    + " ({same: '=', missing: '-', added: '+'})[p.kind] + p.text).join(';')",
                reference,
                prediction))
        .isEqualTo(parts);
  }

  @Test
  void longTextsAreComparedAsAWhole() {
    assertThat(with("diff", "m.changes('a '.repeat(500), 'b').map(p => p.kind).join()"))
        .isEqualTo("missing,added");
  }

  @Test
  void whatIsInvisibleInATokenIsShown() {
    assertThat(
            with(
                "tokens",
                "['', ' ', '\\t', '\\0', '\\u202e', '\\u200b', 'a b', '\\ufeff'].map(m.visible)"))
        .isEqualTo(List.of("∅", "␣", "⇥", "␀", "⟨U+202E⟩", "⟨U+200B⟩", "a␣b", "⟨U+FEFF⟩"));
    assertThat(with("tokens", "['<s>', '[CLS]', '<', '[]', '<a b>', 'x'].map(m.isSpecial)"))
        .isEqualTo(List.of(true, true, false, false, false, false));
    assertThat(with("tokens", "m.label('e\\u0301'.repeat(20), 3)")).isEqualTo("e\u0301e\u0301…");
    assertThat(with("tokens", "[['שלום', '<s>'], ['a', 'שלום', 'b'], []].map(m.isRightToLeft)"))
        .isEqualTo(List.of(true, false, false));
  }

  @Test
  void weightsAreBytesByHeadRowAndColumn() {
    String layer =
        "new m.Layer({name: 'l', heads: 2, rows: 1, columns: 2, weights: btoa('\\x00\\xff\\x33\\x66')})";
    assertThat(with("weights", "[..." + layer + ".head(0).values]")).isEqualTo(List.of(0L, 1L));
    assertThat(with("weights", layer + ".head(m.MEAN).at(0, 1).toFixed(2)")).isEqualTo("0.70");
    assertThat(with("weights", layer + ".head(1).strongest(0, 1)[0].column")).isEqualTo(1L);
    assertThat(
            with(
                "weights",
                "{ try { new m.Layer({name: 'l', heads: 2, rows: 1, columns: 2, weights: ''}); }"
                    + " catch (e) { return e.message; } }"))
        .isEqualTo("Layer “l” has 0 weights, not 2 x 1 x 2.");
  }

  @Test
  void figuresAreShort() {
    assertThat(
            with(
                "dom",
                "[0, 12, 0.12345, 0.00012346, 0.0000123, 1234567.8, null, NaN].map(m.figure)"))
        .isEqualTo(List.of("0", "12", "0.1235", "0.0001235", "1.23e-5", "1.23e+6", "–", "–"));
  }

  @Test
  void ticksAreRound() {
    assertThat(with("line-chart", "m.ticks(0.1, 0.93).map(t => t.toFixed(2)).join()"))
        .isEqualTo("0.25,0.50,0.75");
    assertThat(with("line-chart", "m.ticks(3, 3).join()")).isEqualTo("3");
  }

  @Test
  void theBestTrialIsOneThatCameToItsEnd() {
    String trials =
        "[{number: 1, status: 'done', score: 3}, {number: 2, status: 'pruned', score: 1},"
            + " {number: 3, status: 'done', score: 2}, {number: 4, status: 'failed', score: null}]";
    assertThat(with("trials", "m.best({trials: " + trials + ", better: 'lower'}).number"))
        .isEqualTo(3L);
    assertThat(with("trials", "m.best({trials: " + trials + ", better: 'higher'}).number"))
        .isEqualTo(1L);
    assertThat(
            with(
                "trials",
                "m.bestSoFar({trials: " + trials + ", better: 'lower'}).map(s => s.score).join()"))
        .isEqualTo("3,2");
  }

  /**
   * Of all shades that cells can have: numbers on them, and in both modes the colours of charts.
   */
  @Test
  void numbersOnCellsHaveContrast() {
    String ratio =
        "const l = rgb => { const [r, g, b] = rgb.map(v => v / 255 <= 0.04045 ? v / 255 / 12.92"
            + " : ((v / 255 + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b;"
            + " }; const ratio = (a, b) => { const [x, y] = [l(a), l(b)].sort((p, q) => q - p);"
            + " return (x + 0.05) / (y + 0.05); };"
            + " const hex = c => [1, 3, 5].map(k => parseInt(c.slice(k, k + 2), 16));";
    for (String scheme : List.of("light", "dark")) {
      site.browser.prefer("prefers-color-scheme", scheme);
      Object worst =
          with(
              "theme",
              "{ "
                  + ratio
                  + " let worst = 21; for (let k = 0; k <= 255; k++) { const c = m.shade(m.theme(),"
                  + " k / 255); worst = Math.min(worst, ratio(c, hex(m.ink(c)))); } return worst; }");
      assertThat(((Number) worst).doubleValue()).as(scheme).isGreaterThanOrEqualTo(4.5);
      Object texts =
          with(
              "theme",
              "{ "
                  + ratio
                  + " const t = m.theme(); return Math.min(ratio(hex(t.text), hex(t.paper)),"
                  + " ratio(hex(t.muted), hex(t.paper)), 1.5 * ratio(hex(t.accent), hex(t.paper)),"
                  + " 1.5 * ratio(hex(t.mark), hex(t.paper))); }");
      assertThat(((Number) texts).doubleValue()).as(scheme).isGreaterThanOrEqualTo(4.5);
    }
  }

  @Test
  void filesHaveHarmlessNames() {
    assertThat(
            with(
                "export",
                "[m.fileName(['../../etc', 'a b<c>', 'é', 3], 'svg'), m.fileName(['שלום'], 'png')]"))
        .isEqualTo(List.of("etc_a-b-c_e_3.svg", "attention.png"));
  }
}
