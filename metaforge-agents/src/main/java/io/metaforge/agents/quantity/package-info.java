/**
 * Reads amounts out of running text: numbers, units, money, ranges, bounds and tolerances. What an amount is the amount
 * of, and which sentences count, does not live here. Units and words are data: {@code units.tsv}, {@code
 * currencies.tsv} and {@code words.tsv} beside these classes.
 */
@NullMarked
package io.metaforge.agents.quantity;

import org.jspecify.annotations.NullMarked;
