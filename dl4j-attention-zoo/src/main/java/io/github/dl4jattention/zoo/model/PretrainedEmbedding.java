package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.runtime.SharedRows;
import io.github.dl4jattention.layers.runtime.TiedEmbeddingGraphVertex;
import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.WordVectors;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Fills an embedding with vectors that were trained elsewhere, before training.
 *
 * <pre>{@code
 * WordVectors vectors = WordVectors.read(file, Set.copyOf(codec.vocabulary().pieces()));
 * int found =
 *     PretrainedEmbedding.fill(
 *         graph, SequenceToSequence.SOURCE_EMBEDDING, codec.vocabulary(), vectors);
 * }</pre>
 */
public final class PretrainedEmbedding {
  private PretrainedEmbedding() {}

  /**
   * Fills the rows of the pieces that have a vector; the others stay as they are.
   *
   * @param graph a graph made by {@link SequenceToSequence}
   * @param embedding its {@code SOURCE_EMBEDDING} or {@code TARGET_EMBEDDING}
   * @param vocabulary numbers of its pieces
   * @param vectors the pieces' vectors
   * @return how many pieces had one
   * @throws UserError if the vectors have another size than the embedding
   */
  public static int fill(
      ComputationGraph graph, String embedding, Vocabulary vocabulary, WordVectors vectors) {
    INDArray rows = rows(graph, embedding);
    if (vectors.size() != rows.size(1)) {
      throw new UserError(
          "the pretrained vectors have %d numbers, the embedding %d: choose an embedding size of %d"
              .formatted(vectors.size(), rows.size(1), vectors.size()));
    }
    List<String> pieces = vocabulary.pieces();
    int found = 0;
    for (int i = 0; i < pieces.size(); i++) {
      float[] vector = vectors.get(pieces.get(i));
      if (vector != null) {
        rows.putRow(vocabulary.first() + i, Nd4j.createFromArray(vector).castTo(rows.dataType()));
        found++;
      }
    }
    return found;
  }

  private static INDArray rows(ComputationGraph graph, String embedding) {
    if (graph.getVertex(embedding) instanceof TiedEmbeddingGraphVertex tied) {
      return tied.sharedRows();
    } else if (graph.getLayer(embedding) instanceof SharedRows layer) {
      return layer.rows();
    }
    throw new IllegalArgumentException(
        "the graph has no embedding \"%s\" of the family".formatted(embedding));
  }
}
