package io.github.dl4jattention.zoo.search.trial;

/**
 * What a search is, in the first line of its ledger: a search that goes on must be the same.
 *
 * @param strategy how candidates are chosen
 * @param seed of all that is drawn
 * @param minimize whether lower scores are better
 * @param space the space, in words; or a hash of them
 */
public record LedgerHead(String strategy, long seed, boolean minimize, String space) {}
