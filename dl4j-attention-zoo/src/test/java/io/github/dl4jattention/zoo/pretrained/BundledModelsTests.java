package io.github.dl4jattention.zoo.pretrained;

import static io.github.dl4jattention.zoo.pretrained.PublishedModel.zoo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.MisbehavingServer;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that jars bring. */
class BundledModelsTests {
  @TempDir private static Path shared;
  private static PublishedModel published;

  @TempDir private Path folder;
  private Path cache;

  @BeforeAll
  static void publish() throws IOException {
    published = new PublishedModel(shared);
  }

  @BeforeEach
  void nameTheCache() {
    cache = folder.resolve("cache");
  }

  private Path jar(String name, String index, byte[] content) throws IOException {
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(BundledModels.FOLDER + ModelIndex.FILE));
      out.write(index.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      if (content != null) {
        out.putNextEntry(new ZipEntry(BundledModels.FOLDER + published.entry.file()));
        out.write(content);
      }
    }
    return jar;
  }

  private ModelStore store(Path... jars) throws IOException {
    URL[] urls = new URL[jars.length];
    for (int i = 0; i < jars.length; i++) {
      urls[i] = jars[i].toUri().toURL();
    }
    return new ModelStore().optFolder(cache).optLoader(new URLClassLoader(urls, null));
  }

  @Test
  void isFoundWithoutANetworkAndCopiedOutOnce() throws IOException {
    ModelStore store = store(jar("a.jar", published.index, published.content));
    assertThat(store.list())
        .containsExactly(new ListedModel(published.entry, ListedModel.Place.BUNDLED));
    Path file = store.find("tiny").orElseThrow();
    assertThat(file).hasBinaryContent(published.content).startsWith(cache);
    var written = Files.getLastModifiedTime(file);
    assertThat(store.fetch("tiny")).isEqualTo(file);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
    assertThat(store.find("other")).isEmpty();
  }

  @Test
  void aDamagedCopyIsMadeAgain() throws IOException {
    ModelStore store = store(jar("a.jar", published.index, published.content));
    Path file = store.find("tiny").orElseThrow();
    Files.writeString(file, "damaged");
    assertThat(store.find("tiny")).hasValue(file);
    assertThat(file).hasBinaryContent(published.content);
  }

  @Test
  void ofTwoJarsBothAreSearchedTheFirstOnesFirst() throws IOException {
    String other =
        new ModelIndex(
                List.of(
                    published.entry.withVersion(7),
                    new ZooFolder(folder.resolve("other"))
                        .publish(
                            shared.resolve("tiny.zip"),
                            ModelDescription.of(
                                    io.github.dl4jattention.zoo.model.ModelPackage.read(
                                        shared.resolve("tiny.zip")))
                                .optName("other"))))
            .toJson();
    ModelStore store =
        store(jar("a.jar", published.index, published.content), jar("b.jar", other, null));
    assertThat(store.list())
        .extracting(model -> model.entry().name() + " " + model.entry().version())
        .containsExactly("tiny 1", "other 1");
  }

  @Test
  void aJarThatIsDamagedIsNamed() throws IOException {
    ModelStore noIndex = store(jar("a.jar", "{}", published.content));
    assertThatThrownBy(noIndex::list)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("a.jar")
        .hasMessageEndingWith("(it is no index of a zoo): take another version of that jar");
    ModelStore noFile = store(jar("b.jar", published.index, null));
    assertThatThrownBy(() -> noFile.find("tiny")).isInstanceOf(UserError.class);
    ModelStore other = store(jar("c.jar", published.index, new byte[100]));
    assertThatThrownBy(() -> other.find("tiny"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the jar that brings it is damaged");
    assertThat(cache.resolve("tiny").resolve(published.entry.file())).doesNotExist();
  }

  @Test
  void whatTheZooHasTooIsNotFetched() throws IOException {
    ModelStore store = store(jar("a.jar", published.index, published.content));
    try (MisbehavingServer server =
        new MisbehavingServer(
            zoo(PublishedModel.text(published.index), (request, reply) -> reply.head(404)))) {
      Path file = store.optFrom(PublishedModel.address(server)).pull("tiny");
      assertThat(file).hasBinaryContent(published.content);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void whatWasFetchedGoesBeforeWhatIsBundled() throws IOException {
    ModelStore bundled = store(jar("a.jar", published.index, published.content));
    Path zoo = folder.resolve("zoo");
    ModelEntry other =
        new ZooFolder(zoo)
            .publish(
                shared.resolve("tiny.zip"),
                ModelDescription.of(
                        io.github.dl4jattention.zoo.model.ModelPackage.read(
                            shared.resolve("tiny.zip")))
                    .optLicence("MIT"));
    bundled.optFrom(ZooAddress.of(zoo.toString())).pull("tiny");
    assertThat(bundled.find("tiny").orElseThrow()).hasFileName(other.file());
    assertThat(bundled.list()).containsExactly(new ListedModel(other, ListedModel.Place.HERE));
  }
}
