package io.github.dl4jattention.zoo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What the program answered. */
record Answer(int code, String out, String err) {

  static Answer zoo(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Zoo.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Answer(code, out.toString(), err.toString());
  }

  /** An error of the user's, said in one line. */
  static void assertMendable(Answer answer, String start) {
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).startsWith(start).hasLineCount(1).doesNotContain("\tat ");
    assertThat(answer.out()).isEmpty();
  }
}
