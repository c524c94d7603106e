package io.github.dl4jattention.zoo.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.behaviours.BehaviourCard;
import io.github.dl4jattention.zoo.captions.CaptionCard;
import io.github.dl4jattention.zoo.classification.ClassifierCard;
import io.github.dl4jattention.zoo.model.ModelKind;
import org.deeplearning4j.common.resources.DL4JResources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZooAddressTests {
  private final String base = DL4JResources.getBaseDownloadURL();

  @AfterEach
  void forget() {
    System.clearProperty(ZooAddress.PROPERTY);
    DL4JResources.setBaseDownloadURL(base);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.org/zoo, https://a.org/zoo/",
    "https://a.org, https://a.org/",
    "HTTPS://a.org:8443/zoo/, HTTPS://a.org:8443/zoo/",
    "http://127.0.0.1:8080/, http://127.0.0.1:8080/",
    "file:/zoo, file:/zoo/",
    "file:///zoo/, file:///zoo/",
    "/the zoo, file:///the%20zoo/"
  })
  void isAnAddressOrAFolder(String text, String address) {
    assertThat(ZooAddress.of(text)).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a.org/zoo",
        "https:///zoo",
        "https:zoo",
        "https://a.org/zoo?key=1",
        "https://a.org/zoo#part",
        "https://me:secret@a.org/zoo",
        "https://a.org/a b",
        "file://server/zoo",
        "jar:file:/a.jar!/zoo"
      })
  void whatIsNoneIsRefusedAndNoPasswordRepeated(String text) {
    assertThatThrownBy(() -> ZooAddress.of(text))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is no address of a zoo: give a folder, or https://HOST/PATH")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.org, false",
    "http://a.org, true",
    "http://localhost:80, false",
    "http://127.0.0.1, false",
    "http://[::1]:8080, false",
    "http://127.0.0.1.a.org, true",
    "/a, false"
  })
  void isOpenToWhoeverIsOnTheWay(String text, boolean open) {
    assertThat(ZooAddress.of(text).isOpen()).isEqualTo(open);
  }

  @Test
  void withoutBeingToldThereIsNone() {
    assertThat(ZooAddress.configured()).isEmpty();
  }

  @Test
  void dl4jsBaseAddressIsHonouredAndOurPropertyGoesFirst() {
    DL4JResources.setBaseDownloadURL("https://mirror.example/dl4j");
    assertThat(ZooAddress.configured())
        .hasValue(ZooAddress.of("https://mirror.example/dl4j/models/dl4j-attention/"));
    System.setProperty(ZooAddress.PROPERTY, "https://a.org/zoo");
    assertThat(ZooAddress.configured()).hasValue(ZooAddress.of("https://a.org/zoo"));
  }

  @Test
  void theKindsOfModelsAreThoseOfTheirCards() {
    assertThat(ModelKind.CAPTIONS.id()).isEqualTo(CaptionCard.KIND);
    assertThat(ModelKind.CAPTIONS.latest()).isEqualTo(CaptionCard.FORMAT_VERSION);
    assertThat(ModelKind.BEHAVIOURS.latest()).isEqualTo(BehaviourCard.FORMAT_VERSION);
    assertThat(ModelKind.ENCODER.latest()).isEqualTo(ClassifierCard.FORMAT_VERSION);
  }
}
