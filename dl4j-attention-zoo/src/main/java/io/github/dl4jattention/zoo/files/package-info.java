/**
 * Files that are written whole or not at all: {@link
 * io.github.dl4jattention.zoo.files.AtomicFiles}.
 */
package io.github.dl4jattention.zoo.files;
