package io.github.dl4jattention.zoo.data;

import java.util.List;

/**
 * A photo and what people wrote about it.
 *
 * @param photo name of its file, without a folder
 * @param captions at least one
 */
public record PhotoCaptions(String photo, List<String> captions) {}
