package io.github.dl4jattention.zoo.data;

/**
 * A text and what it shall become.
 *
 * @param source what is read
 * @param target what is written
 */
public record Pair(String source, String target) {}
