package io.github.dl4jattention.zoo.captions;

import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.EpochPlan;
import io.github.dl4jattention.zoo.data.PhotoCaptions;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.scenes.*;
import io.github.dl4jattention.zoo.tokens.*;
import io.github.dl4jattention.zoo.training.*;
import java.util.*;
import org.deeplearning4j.nn.graph.ComputationGraph;

public final class SceneExperiment {
  public static void main(String[] a) {
    int n = Integer.getInteger("n", 2000),
        epochs = Integer.getInteger("epochs", 20),
        threads = Integer.getInteger("threads", 2);
    int held = 300;
    AttentionKind kind = AttentionKind.valueOf(System.getProperty("kind", "SOFT"));
    List<Scene> scenes = new SceneGenerator(1).scenes(n + held);
    List<PhotoCaptions> all = new ArrayList<>();
    for (int i = 0; i < scenes.size(); i++)
      all.add(new PhotoCaptions("scene" + i, List.of(scenes.get(i).caption())));
    CaptionSet training = CaptionSet.of(0, all.subList(0, n)),
        test = CaptionSet.of(n, all.subList(n, n + held));
    TextCodec codec = TextCodec.builder().setKind(TokenKind.WORDS).train(training.captions());
    ScenePatches pixels = ScenePatches.of(scenes);
    ShowAttendTell model =
        ShowAttendTell.builder()
            .setPatches(ScenePatches.CHANNELS, 12, 12)
            .optAttention(kind)
            .optEmbeddingSize(32)
            .optUnits(96)
            .optDropout(Double.parseDouble(System.getProperty("dropout", "0.1")))
            .optDoublyStochastic(Double.parseDouble(System.getProperty("lambda", "1")))
            .optRewardWeight(Double.parseDouble(System.getProperty("reward", "1")))
            .optOwnChannels(48)
            .build();
    List<EncodedPair> pairs = training.encoded(codec, 30);
    int batch = Integer.getInteger("batch", 32);
    ComputationGraph graph =
        model.newGraph(
            codec.size(),
            Optimizer.falling(
                Double.parseDouble(System.getProperty("lr", "0.003")), epochs * n / batch, 1.0),
            1);
    CaptionModel m = new CaptionModel(graph, model, codec, 30, pixels);
    Batch.Targets targets = Batch.Targets.of(pairs, codec);
    CaptionValidation validation = new CaptionValidation(test);
    try (ParallelFit fit = new ParallelFit(m, threads)) {
      for (int e = 0; e < epochs; e++) {
        long start = System.nanoTime();
        double loss = 0;
        int symbols = 0;
        for (List<EncodedPair> b : EpochPlan.batches(pairs, batch, 1, e)) {
          loss += fit.fit(b, targets);
          for (EncodedPair p : b) symbols += p.target().length;
        }
        long mid = System.nanoTime();
        Validation.Measured found = validation.measure(fit, m);
        int inside = 0, total = 0;
        double mass = 0;
        int[] numbers = test.numbers();
        if (kind != AttentionKind.NONE) {
          List<Caption> captions =
              new Captioner(m, Captioner.searchOf(m).build()).captions(numbers);
          for (int i = 0; i < captions.size(); i++) {
            Caption c = captions.get(i);
            int noun = 0;
            for (int w = 0; w < c.words().size(); w++) {
              String word = c.words().get(w);
              if (List.of("circle", "square", "triangle", "cross").contains(word)
                  && noun < scenes.get(numbers[i]).shapes().size()) {
                SceneShape s = scenes.get(numbers[i]).shapes().get(noun++);
                float[] at = c.attention()[w];
                int best = 0;
                for (int j = 0; j < at.length; j++) {
                  if (at[j] > at[best]) best = j;
                  if (s.covers(j % 12 * 4 + 2, j / 12 * 4 + 2)) mass += at[j];
                }
                total++;
                if (s.covers(best % 12 * 4 + 2, best / 12 * 4 + 2)) inside++;
              }
            }
          }
        }
        System.out.printf(
            "epoch %d loss %.4f held %.4f exact %.3f bleu %.1f argmax inside %.3f mass %.3f  %.1fs + %.1fs %s%n",
            e + 1,
            loss / symbols,
            found.figures().loss(),
            found.scores().exactMatch(),
            found.scores().bleu().score(),
            inside / (double) Math.max(1, total),
            mass / Math.max(1, total),
            (mid - start) / 1e9,
            (System.nanoTime() - mid) / 1e9,
            found.samples().get(1));
      }
    }
  }
}
