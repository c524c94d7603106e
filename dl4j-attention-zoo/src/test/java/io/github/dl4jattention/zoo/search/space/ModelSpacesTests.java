package io.github.dl4jattention.zoo.search.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelSpacesTests {
  @ParameterizedTest
  @EnumSource
  void everyModelHasAReadySpaceOfWhatMayBeSearched(ModelSpaces spaces) {
    SearchSpace space = spaces.ready();
    assertThat(space.numParameters()).isGreaterThanOrEqualTo(5);
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      Settings settings = space.getValue(random.doubles(space.numParameters()).toArray());
      settings
          .values()
          .forEach(
              (name, value) ->
                  assertThat(
                          spaces.tunables().stream()
                              .filter(tunable -> tunable.name().equals(name))
                              .findFirst()
                              .orElseThrow()
                              .problemOf(value))
                      .isNull());
    }
  }

  @Test
  void aModelOfTagsIsNotSearchedByItsPooling() {
    ModelSpaces spaces = ModelSpaces.CLASSIFIER;
    assertThat(spaces.ready(List.of("--data", "a.tsv")).dimensions()).contains("pooling");
    assertThat(spaces.ready(List.of("--tags", "--data", "a.tsv")).dimensions())
        .contains("layers")
        .doesNotContain("pooling");
  }

  @Test
  void whatAStartDecidesIsNotSearched() {
    for (List<String> given :
        List.of(List.of("--start-from", "language"), List.of("--start-from=language"))) {
      assertThat(ModelSpaces.CLASSIFIER.ready(given).dimensions())
          .contains("pooling", "learning-rate")
          .doesNotContain("size", "heads", "layers", "position");
    }
  }

  @Test
  void whatTheUserGivesIsFixedAndTheRestGoesOn() {
    ModelSpaces spaces = ModelSpaces.TRANSLATION;
    FixedOptions options =
        FixedOptions.of(
            List.of("--data", "a.tsv", "--attention", "luong", "--dropout=0.25", "--lower-case"),
            spaces.ready(),
            spaces.tunables());
    assertThat(options.others()).containsExactly("--data", "a.tsv", "--lower-case");
    assertThat(options.space().dimensions())
        .contains("window")
        .doesNotContain("attention", "dropout");
    double[] middle = new double[options.space().numParameters()];
    assertThat(options.space().getValue(middle).arguments())
        .contains("--attention=luong", "--dropout=0.25", "--window=global");
  }

  @Test
  void aFixedValueThatDoesNotFitIsRefused() {
    ModelSpaces spaces = ModelSpaces.DATES;
    assertThatThrownBy(
            () -> FixedOptions.of(List.of("--dropout", "2"), spaces.ready(), spaces.tunables()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--dropout is 2: choose one from 0 to 0.99");
  }
}
