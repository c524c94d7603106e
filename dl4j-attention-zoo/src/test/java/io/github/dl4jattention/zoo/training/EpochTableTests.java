package io.github.dl4jattention.zoo.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class EpochTableTests {
  @TempDir private Path folder;

  /** RFC 4180: quotation marks are doubled; what has one, a comma or a line's end is quoted. */
  @Test
  void writesCsvAsWrittenByHand() throws IOException {
    String figures =
        """
        [{"epoch": 1, "trainingLoss": 2.5, "heldOutLoss": 2.25, "perplexity": 9.5, "bleu": 1.5,
          "chrf": 12.5, "heldOutExactMatch": 0.0, "learningRateFactor": 1.0,
          "trainingSeconds": 3.5, "tokensPerSecond": 100.5, "best": true,
          "samples": [{"source": "a, b", "reference": "he said \\"no\\"", "output": "x\\ny"}]},
         {"epoch": 2, "trainingLoss": 2.0, "areaUnderCurve": 0.75}]
        """;
    EpochTable.write(
        folder.resolve("t.csv"), folder.resolve("s.csv"), new ObjectMapper().readTree(figures));
    assertThat(Files.readString(folder.resolve("t.csv")))
        .isEqualTo(
            "epoch,trainingLoss,heldOutLoss,perplexity,bleu,chrf,heldOutExactMatch,"
                + "learningRateFactor,trainingSeconds,tokensPerSecond,best,areaUnderCurve\r\n"
                + "1,2.5,2.25,9.5,1.5,12.5,0.0,1.0,3.5,100.5,true,\r\n"
                + "2,2.0,,,,,,,,,,0.75\r\n");
    assertThat(Files.readString(folder.resolve("s.csv")))
        .isEqualTo(
            "epoch,source,reference,output\r\n1,\"a, b\",\"he said \"\"no\"\"\",\"x\ny\"\r\n");
  }
}
