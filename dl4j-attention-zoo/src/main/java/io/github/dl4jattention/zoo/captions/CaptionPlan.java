package io.github.dl4jattention.zoo.captions;

import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.FirstStep;
import io.github.dl4jattention.layers.Readout;
import io.github.dl4jattention.layers.RecurrentVertex;
import io.github.dl4jattention.layers.SequenceDropout;
import io.github.dl4jattention.layers.align.HardAttention;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.zoo.encoders.LastBlock;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.model.WordLayers;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** Lays out the graph of a {@link ShowAttendTell}. */
final class CaptionPlan {
  private final CaptionSettings settings;
  private final GraphBuilder graph;

  CaptionPlan(CaptionSettings settings, Optimizer optimizer, long seed) {
    this.settings = settings;
    graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(optimizer.updater())
            .gradientNormalization(GradientNormalization.ClipL2PerLayer)
            .gradientNormalizationThreshold(optimizer.gradientClip())
            .graphBuilder()
            .addInputs(ShowAttendTell.PHOTO, SequenceToSequence.TARGET)
            .setInputTypes(
                InputType.recurrent(settings.channels, (long) settings.rows * settings.columns),
                InputType.recurrent(1));
  }

  ComputationGraphConfiguration graph(int vocabulary) {
    addAnnotations();
    graph
        .addLayer(
            ShowAttendTell.MEAN,
            new GlobalPoolingLayer(PoolingType.AVG),
            SequenceToSequence.ANNOTATIONS)
        .addLayer(
            SequenceToSequence.TARGET_EMBEDDING,
            WordLayers.embedding(vocabulary, settings.embeddingSize),
            SequenceToSequence.TARGET);
    String word = dropped("target", SequenceToSequence.TARGET_EMBEDDING);
    boolean looks = settings.attention != AttentionKind.NONE;
    String seen = looks ? addLooking(word) : addPlain(word);
    return graph
        .addLayer(
            SequenceToSequence.OUTPUT,
            WordLayers.softmax(
                looks ? settings.embeddingSize : settings.units,
                vocabulary,
                settings.labelSmoothing),
            dropped("output", seen))
        .setOutputs(SequenceToSequence.OUTPUT)
        .build();
  }

  /** The photo's grid as it is, or what an encoder's last block or a network of its own makes. */
  private void addAnnotations() {
    if (!settings.ownNetwork) {
      String seen =
          settings.tunes()
              ? LastBlock.add(
                  settings.tunedNetwork, graph, ShowAttendTell.PHOTO, new Adam(settings.tuningRate))
              : ShowAttendTell.PHOTO;
      graph.addVertex(SequenceToSequence.ANNOTATIONS, new ScaleVertex(1), seen);
      return;
    }
    graph
        .addLayer(
            "patches",
            Readout.builder().nOut(2L * settings.ownChannels).build(),
            ShowAttendTell.PHOTO)
        .addLayer(
            SequenceToSequence.ANNOTATIONS,
            Readout.builder().nOut(settings.ownChannels).build(),
            "patches");
  }

  private String addLooking(String word) {
    BahdanauDecoder.Builder decoder =
        BahdanauDecoder.builder()
            .setStateSize(settings.units)
            .optScore(new AdditiveScore(settings.attentionUnitsOrDefault()))
            .optInitialState(true)
            .optContextGate(settings.contextGate)
            .optContextOutput(true);
    if (settings.attention == AttentionKind.SOFT) {
      decoder.optDoublyStochastic(settings.doublyStochastic);
    } else {
      decoder.optDistribution(
          new HardAttention()
              .withRewardWeight(settings.rewardWeight)
              .withEntropyWeight(settings.entropyWeight)
              .withExpectation(settings.expectation));
    }
    graph
        .addLayer("initialHidden", dense(settings.units, Activation.TANH), ShowAttendTell.MEAN)
        .addLayer("initialCell", dense(settings.units, Activation.TANH), ShowAttendTell.MEAN)
        .addVertex(
            SequenceToSequence.DECODER,
            decoder.build(),
            word,
            SequenceToSequence.ANNOTATIONS,
            "initialHidden",
            "initialCell")
        .addVertex("readoutInput", new MergeVertex(), SequenceToSequence.DECODER, word)
        .addLayer(
            "readout", Readout.builder().nOut(settings.embeddingSize).build(), "readoutInput");
    return "readout";
  }

  private String addPlain(String word) {
    graph
        .addLayer("image", dense(settings.embeddingSize, Activation.IDENTITY), ShowAttendTell.MEAN)
        .addVertex("read", new FirstStep(), word, "image")
        .addVertex(
            SequenceToSequence.DECODER,
            RecurrentVertex.builder().setStateSize(settings.units).build(),
            "read");
    return SequenceToSequence.DECODER;
  }

  private static DenseLayer dense(int size, Activation activation) {
    return new DenseLayer.Builder().nOut(size).activation(activation).build();
  }

  private String dropped(String name, String input) {
    if (settings.dropout == 0) {
      return input;
    }
    graph.addVertex(name + "Dropout", new SequenceDropout(settings.dropout), input);
    return name + "Dropout";
  }
}
