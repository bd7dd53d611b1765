package io.metaforge.agents.requirements;

import io.metaforge.agents.quantity.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A text without markup that knows the lines its characters stand on. */
final class Prose {

    private final String text;
    private final int[] offsets;
    private final int[] lines;
    private final int marks;

    Prose(String text, int[] offsets, int[] lines, int marks) {
        this.text = text;
        this.offsets = offsets;
        this.lines = lines;
        this.marks = marks;
    }

    /** A part of it with the line it starts on. */
    record Part(String text, int line) {}

    String text() {
        return text;
    }

    int firstLine() {
        return lineAt(0);
    }

    int lastLine() {
        return marks == 0 ? 1 : lines[marks - 1];
    }

    private int lineAt(int offset) {
        int low = 0;
        int high = marks - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (offsets[middle] <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return marks == 0 ? 1 : lines[low];
    }

    /** Returns the sentences. */
    List<Part> sentences() {
        List<Part> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (endsSentence(i)) {
                add(parts, start, i + 1);
                start = i + 1;
            }
        }
        add(parts, start, text.length());
        return parts;
    }

    /** Returns the lines if at least two of them look like "Label: value", else the sentences. */
    List<Part> linesOrSentences() {
        if (marks < 2 || lines[marks - 1] == lines[0]) {
            return sentences();
        }
        int labelled = 0;
        for (int i = 0; i < marks; i++) {
            if (isLabelled(offsets[i], i + 1 < marks ? offsets[i + 1] : text.length())) {
                labelled++;
            }
        }
        if (labelled < 2 || !isLabelled(0, marks > 1 ? offsets[1] : text.length())) {
            return sentences();
        }
        List<Part> parts = new ArrayList<>();
        int start = 0;
        for (int i = 1; i < marks; i++) {
            if (isLabelled(offsets[i], i + 1 < marks ? offsets[i + 1] : text.length())) {
                add(parts, start, offsets[i]);
                start = offsets[i];
            }
        }
        add(parts, start, text.length());
        return parts;
    }

    private boolean isLabelled(int from, int to) {
        int i = from;
        while (i < to && text.charAt(i) == ' ') {
            i++;
        }
        if (i >= to || !Character.isUpperCase(text.charAt(i))) {
            return false;
        }
        int limit = Math.min(to - 1, i + 50);
        for (int at = i + 2; at < limit; at++) {
            if (text.charAt(at) == ':') {
                return text.charAt(at + 1) == ' ';
            }
        }
        return false;
    }

    private void add(List<Part> parts, int from, int to) {
        int start = from;
        while (start < to && text.charAt(start) <= ' ') {
            start++;
        }
        int end = to;
        while (end > start && text.charAt(end - 1) <= ' ') {
            end--;
        }
        if (end > start) {
            parts.add(new Part(text.substring(start, end), lineAt(start)));
        }
    }

    private boolean endsSentence(int i) {
        char c = text.charAt(i);
        if (c != '.' && c != '!' && c != '?') {
            return false;
        }
        int next = i + 1;
        while (next < text.length() && (text.charAt(next) == ')' || text.charAt(next) == '"')) {
            next++;
        }
        if (next >= text.length() || text.charAt(next) != ' ') {
            return next >= text.length();
        }
        while (next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
        if (next < text.length() && Character.isLowerCase(text.charAt(next))) {
            return false;
        }
        int start = i;
        while (start > 0 && i - start < 16 && text.charAt(start - 1) > ' ' && text.charAt(start - 1) != '(') {
            start--;
        }
        String word = text.substring(start, i);
        return c != '.' || !Words.STANDARD.isAbbreviation(word.toLowerCase(Locale.ROOT));
    }
}
