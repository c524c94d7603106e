package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.fused.Extent;

/** Some neighbouring queries of an example's head, with some of its keys: a worker's own. */
final class Tile {
  private final int worker;
  private final int heads;
  private final int headSize;
  private int queryTime;
  private int example;
  private int head;
  private int from;
  private int keys;
  private int query;
  private int queries;
  private int stride;

  Tile(int worker, int heads, int headSize) {
    this.worker = worker;
    this.heads = heads;
    this.headSize = headSize;
  }

  void begin(Extent extent) {
    queryTime = extent.queryTime();
  }

  /** Takes an example's head and keys; then come its queries. */
  void keys(int example, int head, int from, int to) {
    this.example = example;
    this.head = head;
    this.from = from;
    keys = to - from;
  }

  /** Takes queries, and the distance of the first number of one from the next one's. */
  void queries(int query, int queries, int stride) {
    this.query = query;
    this.queries = queries;
    this.stride = stride;
  }

  int worker() {
    return worker;
  }

  int head() {
    return head;
  }

  /** Of which example's which head it is, {@code [batch, heads]}. */
  int exampleAndHead() {
    return example * heads + head;
  }

  /** The first query. */
  int query() {
    return query;
  }

  /** Number of queries. */
  int queries() {
    return queries;
  }

  /** The first key. */
  int from() {
    return from;
  }

  /** Number of keys. */
  int keys() {
    return keys;
  }

  /** Distance of a query's first number in the tile from the next one's. */
  int stride() {
    return stride;
  }

  /** Index of a query of the tile among {@code [batch, queryTime, heads]}. */
  int row(int r) {
    return (example * queryTime + query + r) * heads + head;
  }

  /** Where the first query begins in {@code [batch, queryTime, heads headSize]}. */
  int queryAt() {
    return row(0) * headSize;
  }
}
