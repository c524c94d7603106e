package io.github.dl4jattention.zoo.dashboard;

/**
 * A held-out photo that a dashboard shows.
 *
 * @param number its number among the photos that the model reads
 * @param name what it is called
 * @param reference what somebody wrote about it
 * @param picture a PNG or JPEG file's bytes, of what the model sees of it
 */
@SuppressWarnings("ArrayRecordComponent") // Shown, never compared.
public record ShownPhoto(int number, String name, String reference, byte[] picture) {}
