package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Parameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * What the builders of all vertices have, as DL4J's layers have it: {@code setX} is required,
 * {@code optX} is not. What is not set here is the network's: {@code NeuralNetConfiguration}'s
 * updater, regularisation, weight initialisation, weight noise and constraints on weights or
 * biases.
 *
 * @param <B> the vertex's builder
 */
public abstract class VertexBuilder<B extends VertexBuilder<B>> {
  final List<Regularization> regularization = new ArrayList<>();
  final List<Regularization> regularizationBias = new ArrayList<>();
  IWeightInit weightInit;
  Map<String, IWeightInit> parameterWeightInit;
  IWeightNoise weightNoise;
  IUpdater updater;
  IUpdater biasUpdater;
  private final List<LayerConstraint> weightConstraints = new ArrayList<>();
  private final List<LayerConstraint> biasConstraints = new ArrayList<>();

  /** For the vertices' builders. */
  protected VertexBuilder() {}

  /**
   * Initial values of the weight matrices.
   *
   * @param init the initialisation
   * @return this
   */
  public B optWeightInit(IWeightInit init) {
    weightInit = init;
    return self();
  }

  /**
   * Initial values of the weight matrices.
   *
   * @param init the initialisation
   * @return this
   */
  public B optWeightInit(WeightInit init) {
    return optWeightInit(init.getWeightInitFunction());
  }

  /**
   * Initial values of one weight.
   *
   * @param parameter its name
   * @param init the initialisation
   * @return this
   */
  public B optWeightInit(String parameter, IWeightInit init) {
    if (parameterWeightInit == null) {
      parameterWeightInit = new LinkedHashMap<>();
    }
    parameterWeightInit.put(parameter, init);
    return self();
  }

  /**
   * The updater of this vertex.
   *
   * @param value the updater
   * @return this
   */
  public B optUpdater(IUpdater value) {
    updater = value;
    return self();
  }

  /**
   * The updater of this vertex's biases; that of its weights by default.
   *
   * @param value the updater
   * @return this
   */
  public B optBiasUpdater(IUpdater value) {
    biasUpdater = value;
    return self();
  }

  /**
   * L1 regularisation of the weights.
   *
   * @param coefficient its coefficient
   * @return this
   */
  public B optL1(double coefficient) {
    return optRegularization(new L1Regularization(coefficient));
  }

  /**
   * L2 regularisation of the weights.
   *
   * @param coefficient its coefficient
   * @return this
   */
  public B optL2(double coefficient) {
    return optRegularization(new L2Regularization(coefficient));
  }

  /**
   * Adds a regularisation of the weights.
   *
   * @param value such as {@code WeightDecay}
   * @return this
   */
  public B optRegularization(Regularization value) {
    regularization.add(value);
    return self();
  }

  /**
   * Adds a regularisation of the biases.
   *
   * @param value such as {@code L2Regularization}
   * @return this
   */
  public B optRegularizationBias(Regularization value) {
    regularizationBias.add(value);
    return self();
  }

  /**
   * Noise on the weights, in training only.
   *
   * @param noise such as {@code DropConnect}
   * @return this
   */
  public B optWeightNoise(IWeightNoise noise) {
    weightNoise = noise;
    return self();
  }

  /**
   * Constraints on the weights, applied after each update.
   *
   * @param values such as {@code MaxNormConstraint}
   * @return this
   */
  public B optConstrainWeights(LayerConstraint... values) {
    weightConstraints.addAll(List.of(values));
    return self();
  }

  /**
   * Constraints on the biases, applied after each update.
   *
   * @param values such as {@code NonNegativeConstraint}
   * @return this
   */
  public B optConstrainBias(LayerConstraint... values) {
    biasConstraints.addAll(List.of(values));
    return self();
  }

  List<LayerConstraint> constraintsOn(Parameters parameters) {
    return constraintsOn(parameters, weightConstraints, biasConstraints);
  }

  /** The constraints, told which parameters are theirs; null if there are none. */
  static List<LayerConstraint> constraintsOn(
      Parameters parameters, List<LayerConstraint> ofWeights, List<LayerConstraint> ofBiases) {
    List<LayerConstraint> all = new ArrayList<>();
    addFor(all, ofWeights, names(parameters, Parameters.Declaration::isWeight));
    addFor(all, ofBiases, names(parameters, declaration -> !declaration.isWeight()));
    return all.isEmpty() ? null : all;
  }

  private static Set<String> names(
      Parameters parameters, Predicate<Parameters.Declaration> condition) {
    return parameters.declarations().entrySet().stream()
        .filter(entry -> condition.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static void addFor(
      List<LayerConstraint> all, List<LayerConstraint> constraints, Set<String> names) {
    if (constraints == null || names.isEmpty()) {
      return;
    }
    for (LayerConstraint constraint : constraints) {
      LayerConstraint own = constraint.clone();
      own.setParams(new HashSet<>(names));
      all.add(own);
    }
  }

  /**
   * The builder by its own type.
   *
   * @return this
   */
  public abstract B self();
}
