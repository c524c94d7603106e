package io.github.dl4jattention.zoo.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.Checksum;
import io.github.dl4jattention.zoo.files.Download;
import io.github.dl4jattention.zoo.files.Downloader;
import io.github.dl4jattention.zoo.pretrained.ZooAddress;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedEncoderTests {
  @TempDir private Path folder;

  @Test
  void eachIsFetchedFromHttpsOnlyAndIsOfKnownNetwork() {
    for (PretrainedEncoder encoder : PretrainedEncoder.values()) {
      Download download = encoder.download(folder);
      assertThat(download.addresses()).allMatch(address -> address.getScheme().equals("https"));
      assertThat(download.file().getParent()).isEqualTo(folder.resolve(encoder.id()));
      assertThat(Architectures.ALL).extracting(Architecture::name).contains(encoder.id());
    }
    assertThat(Arrays.stream(PretrainedEncoder.values()).map(PretrainedEncoder::id))
        .doesNotHaveDuplicates();
  }

  @Test
  void aZooThatTheUserTellsOfIsAskedFirst() {
    System.setProperty(ZooAddress.PROPERTY, "https://mirror.example/zoo");
    try {
      assertThat(PretrainedEncoder.SQUEEZENET.download(folder).addresses())
          .hasSize(2)
          .first()
          .asString()
          .isEqualTo(
              "https://mirror.example/zoo/encoders/"
                  + "squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5");
    } finally {
      System.clearProperty(ZooAddress.PROPERTY);
    }
  }

  @Test
  void withoutNetworkItSaysWhatToFetchAndWhereToPutIt() {
    assertThatThrownBy(
            () -> PretrainedEncoder.load("vgg16", folder, new Downloader().optOffline(true)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "the weights of vgg16 cannot be fetched (this program was told not to use the network):"
                + " fetch https://storage.googleapis.com/tensorflow/keras-applications/vgg16/"
                + "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5, with MD5"
                + " 6d6bbae143d832006294945121d1f1fc, by other means and put it at %s",
            folder.resolve("vgg16/vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5"));
  }

  @Test
  void dl4jsFileIsFetchedWithTheChecksumThatTheUserPins() {
    Checksum pinned = new Checksum(Checksum.Algorithm.SHA_256, "ab".repeat(32));
    Download download = PretrainedEncoder.dl4jVgg16(folder, pinned);
    assertThat(download.checksum()).isEqualTo(pinned);
    assertThat(download.addresses())
        .singleElement()
        .asString()
        .startsWith("https://")
        .endsWith("/models/vgg16_dl4j_inference.zip");
  }

  @Test
  void unknownNamesAreRefused() {
    assertThatThrownBy(() -> PretrainedEncoder.load("resnet", folder, new Downloader()))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "there is no encoder \"resnet\": choose vgg16, squeezenet, or give a file of weights");
    assertThatThrownBy(() -> PretrainedEncoder.load("a/b.h5", folder, new Downloader()))
        .isInstanceOf(UserError.class)
        .hasMessage("a/b.h5 is not there: check the name of the encoder's file");
  }
}
