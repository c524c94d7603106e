package io.github.dl4jattention.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.deeplearning4j.ui.api.UIModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * DL4J's dashboard runs on upgraded libraries and without those it has no use for; whatever it
 * loads must still be there. Nothing here starts a server.
 */
class PinnedDependenciesTests {
  /** Initialises the class, and by reflection resolves every class its signatures name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.deeplearning4j.ui.api.UIModule",
        "org.deeplearning4j.ui.api.UIServer",
        "org.deeplearning4j.ui.VertxUIServer",
        "org.deeplearning4j.ui.module.convolutional.ConvolutionalListenerModule",
        "org.deeplearning4j.ui.module.defaultModule.DefaultModule",
        "org.deeplearning4j.ui.module.remote.RemoteReceiverModule",
        "org.deeplearning4j.ui.module.SameDiffModule",
        "org.deeplearning4j.ui.module.train.TrainModule",
        "org.deeplearning4j.ui.module.tsne.TsneModule",
        "org.deeplearning4j.ui.model.stats.StatsListener",
        "org.deeplearning4j.ui.model.storage.FileStatsStorage",
        "org.deeplearning4j.ui.model.storage.InMemoryStatsStorage",
        "org.deeplearning4j.ui.model.storage.sqlite.J7FileStatsStorage",
      })
  void classesLink(String name) throws Exception {
    Class<?> type = Class.forName(name);
    assertThat(type.getDeclaredMethods()).isNotEmpty();
    assertThat(type.getDeclaredConstructors()).isNotNull();
    assertThat(type.getDeclaredFields()).isNotNull();
  }

  @Test
  void modulesAreFound() {
    assertThat(ServiceLoader.load(UIModule.class).stream())
        .extracting(module -> module.type().getSimpleName())
        .contains("DefaultModule", "TrainModule");
  }

  @ParameterizedTest
  @CsvSource({
    "io.vertx.core.Vertx, vertx-core-3.9.16.jar",
    "io.netty.handler.codec.http.HttpRequest, netty-codec-http-4.1.140.Final.jar",
    "io.netty.util.Version, netty-common-4.1.140.Final.jar",
    "freemarker.template.Configuration, freemarker-2.3.34.jar",
    "com.google.common.base.Strings, guava-33.4.0-jre.jar",
  })
  void upgradesAreOnTheClassPath(String type, String jar) throws Exception {
    Class<?> loaded = Class.forName(type, false, getClass().getClassLoader());
    assertThat(loaded.getProtectionDomain().getCodeSource().getLocation().getPath()).endsWith(jar);
  }
}
