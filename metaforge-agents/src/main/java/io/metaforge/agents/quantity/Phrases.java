package io.metaforge.agents.quantity;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds phrases of one or more words in a text, whatever stands between the words. Filled once, then thread-safe.
 *
 * @param <T> what a phrase stands for
 */
public final class Phrases<T> {

    private final Node<T> root = new Node<>();
    private int longest;

    private static final class Node<T> {
        final Map<String, Node<T>> next = new HashMap<>();

        @Nullable
        T value;

        @Nullable
        Node<T> step(String word) {
            Node<T> node = next.get(word);
            if (node == null && word.length() > 3 && word.charAt(word.length() - 1) == 's') {
                node = next.get(word.substring(0, word.length() - 1));
            }
            return node;
        }
    }

    /** Receives what was found. */
    @FunctionalInterface
    public interface Found<T> {
        /** Called with the value and the number of words of a phrase. */
        void accept(T value, int words);
    }

    /** Adds a phrase; {@code merge} decides where it is there already. */
    public void add(String phrase, T value, BinaryOperator<T> merge) {
        Text text = new Text(phrase);
        Node<T> node = root;
        for (int i = 0; i < text.words(); i++) {
            node = node.next.computeIfAbsent(text.word(i), word -> new Node<>());
        }
        if (node == root) {
            throw new IllegalArgumentException("a phrase without a word: " + phrase);
        }
        T present = node.value;
        node.value = present == null ? value : merge.apply(present, value);
        longest = Math.max(longest, text.words());
    }

    /** Tells {@code found} every phrase that starts with word {@code first}; a plural counts as its singular. */
    public void startingAt(Text text, int first, Found<T> found) {
        Node<T> node = root;
        for (int i = first; i < text.words(); i++) {
            node = node.step(text.word(i));
            if (node == null) {
                return;
            }
            T value = node.value;
            if (value != null) {
                found.accept(value, i - first + 1);
            }
        }
    }

    /** Returns the length in words of the longest phrase that starts with word {@code first}; 0 if there is none. */
    int longestAt(Text text, int first) {
        int[] longestFound = {0};
        startingAt(text, first, (value, words) -> longestFound[0] = words);
        return longestFound[0];
    }

    /** Returns what the longest phrase that ends with word {@code last} stands for, null if there is none. */
    @Nullable
    Ending<T> endingAt(Text text, int last) {
        for (int first = Math.max(0, last - longest + 1); first <= last; first++) {
            Node<T> node = root;
            for (int i = first; i <= last && node != null; i++) {
                node = node.step(text.word(i));
            }
            if (node != null && node.value != null) {
                return new Ending<>(first, node.value);
            }
        }
        return null;
    }

    /** A phrase found backwards: its first word and its value. */
    record Ending<T>(int first, T value) {}
}
