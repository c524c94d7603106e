package io.github.dl4jattention.zoo.models;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.model.Translator;
import io.github.dl4jattention.zoo.pretrained.ModelStore;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * Reads dates as people write them.
 *
 * <pre>{@code
 * LocalDate date = DateReader.pretrained().read("July 20th 1969"); // 1969-07-20
 * }</pre>
 *
 * <p>Names are English; in digits the day comes before the month, save where a year of four digits
 * comes first; years are 1000 to 2099, of two digits 1970 to 2069. The model always answers
 * something: of a text that is no date, some date or none. The page docs/models/dates.md has its
 * figures and limits.
 *
 * <p>Several threads may use one reader: they take turns.
 */
public final class DateReader {
  private final Translator translator;

  private DateReader(Translator translator) {
    this.translator = translator;
  }

  /**
   * The reader that comes with the library: no network is asked.
   *
   * @return a reader
   * @throws UserError if its jar was left out, and the model cannot be fetched
   */
  public static DateReader pretrained() {
    return load(new ModelStore().fetch(Dates.PRETRAINED));
  }

  /**
   * A reader with another model.
   *
   * @param model a model file that {@code zoo train dates} wrote
   * @return a reader
   * @throws UserError if it is missing, damaged or foreign
   */
  public static DateReader load(Path model) {
    return new DateReader(Translator.load(model));
  }

  /**
   * Reads a date.
   *
   * @param text such as {@code 23 April, 1564}
   * @return the date
   * @throws UserError if the text is empty, too long or has characters that no date has, or if what
   *     the model makes of it is no date of the calendar; the message says which
   */
  public LocalDate read(String text) {
    String written;
    synchronized (translator) {
      written = translator.translate(text);
    }
    try {
      return LocalDate.parse(written);
    } catch (DateTimeParseException e) {
      throw new UserError(
          "\"%s\" was read as \"%s\", which is no date: write it otherwise"
              .formatted(text, written),
          e);
    }
  }
}
