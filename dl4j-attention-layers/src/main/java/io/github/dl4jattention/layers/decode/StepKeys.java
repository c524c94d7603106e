package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.fused.multihead.KeptKeys;
import io.github.dl4jattention.layers.kernel.Padding;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The steps that rows have taken so far; never changed once made. Keys and values are in a {@link
 * KeyStore}; here is, of each step, where they are in it and which of its rows each row goes on
 * from. To reorder rows is to pick numbers.
 *
 * @param store has the keys and values
 * @param places of each step
 * @param picks of each step, which of its rows a row goes on from
 * @param rows how many
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record StepKeys(KeyStore store, KeyStore.Place[] places, int[][] picks, int rows) {
  static StepKeys none(KeyStore store, int rows) {
    return new StepKeys(store, new KeyStore.Place[0], new int[0][], rows);
  }

  StepKeys select(int... chosen) {
    int[][] picked = new int[picks.length][];
    for (int step = 0; step < picked.length; step++) {
      picked[step] = picked(picks[step], chosen);
    }
    return new StepKeys(store, places, picked, chosen.length);
  }

  static int[] picked(int[] all, int... chosen) {
    int[] picked = new int[chosen.length];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = all[chosen[i]];
    }
    return picked;
  }

  /** These, and a step more, whose keys are still to be {@linkplain #keep kept}. */
  StepKeys longer() {
    KeyStore.Place[] longerPlaces = Arrays.copyOf(places, places.length + 1);
    longerPlaces[places.length] = store.next(rows);
    int[][] longerPicks = Arrays.copyOf(picks, picks.length + 1);
    longerPicks[picks.length] = IntStream.range(0, rows).toArray();
    return new StepKeys(store, longerPlaces, longerPicks, rows);
  }

  /** Takes a layer's keys and values of the last step, and gives those of all. */
  KeptKeys keep(int layer, float[] k, float[] v) {
    places[places.length - 1].put(layer, k, v, rows * store.width(layer));
    Padding none = new Padding();
    none.all(1, places.length);
    return new OfLayer(this, layer, none);
  }

  private record OfLayer(StepKeys steps, int layer, Padding padding) implements KeptKeys {
    @Override
    public int count() {
      return steps.places.length;
    }

    @Override
    public float[] keys(int key) {
      return steps.places[key].keys(layer);
    }

    @Override
    public float[] values(int key) {
      return steps.places[key].values(layer);
    }

    @Override
    public int at(int row, int key, int width) {
      return (steps.places[key].row() + steps.picks[key][row]) * width;
    }

    @Override
    public int example(int row) {
      return 0;
    }
  }
}
