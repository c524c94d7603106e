package io.github.dl4jattention.zoo.captions;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.data.PhotoCaptions;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Photos with their captions, as {@link CaptionText#normalized}.
 *
 * @param first number of the first photo among all that a model reads
 * @param photos the photos, in the order of their numbers; each has a caption
 */
public record CaptionSet(int first, List<PhotoCaptions> photos) {
  /**
   * Normalises captions and leaves out those without a word.
   *
   * @param first number of the first photo
   * @param photos as they were read
   * @return the photos with what is left
   * @throws UserError if a photo has no caption left
   */
  public static CaptionSet of(int first, List<PhotoCaptions> photos) {
    List<PhotoCaptions> all = new ArrayList<>();
    for (PhotoCaptions photo : photos) {
      List<String> captions =
          photo.captions().stream()
              .map(CaptionText::normalized)
              .filter(text -> !text.isEmpty())
              .toList();
      if (captions.isEmpty()) {
        throw new UserError(
            "%s has no caption with a word: write one, or leave the photo out"
                .formatted(photo.photo()));
      }
      all.add(new PhotoCaptions(photo.photo(), captions));
    }
    return new CaptionSet(first, List.copyOf(all));
  }

  /**
   * All captions.
   *
   * @return those of the first photo first
   */
  public List<String> captions() {
    return photos.stream().flatMap(photo -> photo.captions().stream()).toList();
  }

  /**
   * Photos and captions as pairs, for a model's provenance.
   *
   * @return a pair a caption
   */
  public List<Pair> pairs() {
    return photos.stream()
        .flatMap(photo -> photo.captions().stream().map(text -> new Pair(photo.photo(), text)))
        .toList();
  }

  /**
   * What a model trains on, or is measured on by its loss: captions of at most so many words.
   *
   * @param codec the captions' codec
   * @param maxLength most words
   * @return a pair a caption, whose source is the photo's number
   */
  public List<EncodedPair> encoded(TextCodec codec, int maxLength) {
    List<EncodedPair> pairs = new ArrayList<>();
    for (int i = 0; i < photos.size(); i++) {
      int[] source = {first + i};
      for (String caption : photos.get(i).captions()) {
        int[] words = codec.encode(caption);
        if (words.length <= maxLength) {
          pairs.add(new EncodedPair(source, EncodedPair.withEnd(words)));
        }
      }
    }
    return pairs;
  }

  /**
   * Numbers of the photos.
   *
   * @return rising
   */
  public int[] numbers() {
    return IntStream.range(first, first + photos.size()).toArray();
  }

  /**
   * References as measures of a corpus take them: the k-th captions of all photos together. A photo
   * with fewer than another has its first again, which changes no BLEU.
   *
   * @return as many lists as the photo with the most captions has
   */
  public List<List<String>> references() {
    int most = photos.stream().mapToInt(photo -> photo.captions().size()).max().orElse(0);
    return IntStream.range(0, most)
        .mapToObj(
            k ->
                photos.stream()
                    .map(PhotoCaptions::captions)
                    .map(all -> all.get(k < all.size() ? k : 0))
                    .toList())
        .toList();
  }
}
