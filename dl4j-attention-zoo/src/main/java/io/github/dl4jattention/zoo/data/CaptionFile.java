package io.github.dl4jattention.zoo.data;

import io.github.dl4jattention.zoo.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads captions of photos, in the form of Flickr8k: a line a caption, {@code NAME.jpg#K}, a tab,
 * the caption; UTF-8, plain or gzip.
 *
 * <p>Refused, with the line and what to do: no tab or more than one, no {@code #} and number, a
 * name that is no plain file name, a number twice, an empty caption, bytes that are not UTF-8,
 * control characters, and what is over the bounds of {@link PairFile}.
 */
public final class CaptionFile {
  private static final int MAX_NAME = 200;
  private static final Pattern KEY = Pattern.compile("(.+)#(\\d{1,6})");

  private CaptionFile() {}

  /**
   * Reads a file.
   *
   * @param file the file
   * @return the photos in the order in which they first appear, each with its captions in theirs
   * @throws UserError if it cannot be read, or a line is refused
   */
  public static List<PhotoCaptions> read(Path file) {
    Map<String, List<String>> photos = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    try (TextLines lines = new TextLines(file, "captions, NAME.jpg#0 TAB caption")) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        String[] parts = line.split("\t", -1);
        Matcher key = KEY.matcher(parts[0]);
        if (parts.length != 2 || !key.matches()) {
          throw lines.at("is not NAME.jpg#K TAB caption", "write it so");
        }
        if (!seen.add(parts[0])) {
          throw lines.at("has %s a second time".formatted(parts[0]), "take one of the two out");
        }
        if (parts[1].isBlank()) {
          throw lines.at("has an empty caption", "write one, or take the line out");
        }
        String name = checkedName(lines, key.group(1));
        photos.computeIfAbsent(name, unused -> new ArrayList<>()).add(parts[1].strip());
      }
    }
    List<PhotoCaptions> all = new ArrayList<>();
    photos.forEach((name, captions) -> all.add(new PhotoCaptions(name, List.copyOf(captions))));
    return all;
  }

  /** A path would be a way out of the photos' folder. */
  private static String checkedName(TextLines lines, String name) {
    if (name.length() > MAX_NAME
        || name.contains("/")
        || name.contains("\\")
        || name.startsWith(".")
        || !name.equals(name.strip())) {
      throw lines.at("names a photo by what is no plain file name", "name the file alone");
    }
    return name;
  }

  /**
   * Some of the photos, by a list of their names, a line each.
   *
   * @param photos all photos
   * @param list the file with the names
   * @return those in the list, in its order
   * @throws UserError if a line names a photo without captions, or one a second time
   */
  public static List<PhotoCaptions> listed(List<PhotoCaptions> photos, Path list) {
    Map<String, PhotoCaptions> byName = new HashMap<>();
    photos.forEach(photo -> byName.put(photo.photo(), photo));
    Set<PhotoCaptions> found = new LinkedHashSet<>();
    try (TextLines lines = new TextLines(list, "names of photos, a line each")) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        PhotoCaptions photo = byName.get(line.strip());
        if (photo == null) {
          throw lines.at(
              "names %s, which has no captions".formatted(shown(line)), "take it out, or add some");
        }
        if (!found.add(photo)) {
          throw lines.at("names %s a second time".formatted(shown(line)), "take one out");
        }
      }
    }
    return List.copyOf(found);
  }

  private static String shown(String line) {
    return line.isBlank() ? "nothing" : line.length() > 80 ? line.substring(0, 80) + "..." : line;
  }

  /**
   * Photos to train on and photos to measure with.
   *
   * @param training to train on
   * @param heldOut never trained on
   */
  public record Split(List<PhotoCaptions> training, List<PhotoCaptions> heldOut) {
    /**
     * Checks that no photo is on both sides.
     *
     * @param training to train on, at least one
     * @param heldOut never trained on, at least one
     * @throws UserError if one is, or a side is empty
     */
    public Split {
      if (training.isEmpty() || heldOut.isEmpty()) {
        throw new UserError(
            "there are %d photos to train on and %d held out: give at least one of each"
                .formatted(training.size(), heldOut.size()));
      }
      Set<String> names = new HashSet<>();
      training.forEach(photo -> names.add(photo.photo()));
      for (PhotoCaptions photo : heldOut) {
        if (names.contains(photo.photo())) {
          throw new UserError(
              "%s is to be trained on and held out: take it out of one list"
                  .formatted(photo.photo()));
        }
      }
    }
  }

  /**
   * Holds a share of the photos out, with all their captions.
   *
   * @param photos all photos, at least two
   * @param share of them, above 0 and below 1
   * @param seed of the choice
   * @return both sides, in the photos' order
   */
  public static Split split(List<PhotoCaptions> photos, double share, long seed) {
    int count = (int) Math.max(1, Math.min(photos.size() - 1, Math.round(share * photos.size())));
    List<PhotoCaptions> shuffled = new ArrayList<>(photos);
    java.util.Collections.shuffle(shuffled, new Random(seed));
    Set<PhotoCaptions> chosen = new HashSet<>(shuffled.subList(0, Math.max(0, count)));
    return new Split(
        photos.stream().filter(photo -> !chosen.contains(photo)).toList(),
        photos.stream().filter(chosen::contains).toList());
  }
}
