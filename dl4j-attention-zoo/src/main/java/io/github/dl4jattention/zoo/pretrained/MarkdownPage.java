package io.github.dl4jattention.zoo.pretrained;

import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Pages in Markdown, from a template. */
final class MarkdownPage {
  private static final String TEMPLATE = "model-card.md.ftl";

  private MarkdownPage() {}

  /**
   * Fills the template in.
   *
   * @param values texts, numbers, and maps of texts, by the names in the template
   */
  static String of(Map<String, Object> values) {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(MarkdownPage.class, "");
    configuration.setDefaultEncoding("UTF-8");
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("computer");
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    Map<String, Object> safe = new LinkedHashMap<>();
    values.forEach((name, value) -> safe.put(name, safe(value)));
    try {
      StringWriter page = new StringWriter();
      configuration.getTemplate(TEMPLATE).process(safe, page);
      return page.toString();
    } catch (IOException | TemplateException e) {
      throw new IllegalStateException("the template of pages is defective", e);
    }
  }

  private static Object safe(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> all = new LinkedHashMap<>();
      map.forEach((name, text) -> all.put(safe(name), safe(text)));
      return all;
    }
    return value instanceof String text ? safe(text) : value;
  }

  /** Links and emphasis stay; HTML does not, nor what would end a line or a cell of a table. */
  private static String safe(String text) {
    return text.replaceAll("\\s+", " ")
        .strip()
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("|", "\\|");
  }
}
