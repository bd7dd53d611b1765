package io.metaforge.domain.artifact;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Says which lines of a file a proposal removes and which it adds.
 *
 * <p>A line ends with its line feed, which is part of it: a carriage return before it, and a missing line feed at the
 * end of the file, make a different line. The script is the shortest one where fewer than some hundred lines differ, and
 * correct always; comparing takes time proportional to the size of the files, whatever is in them.
 *
 * @param base the lines of the file as it is; empty for a creation
 * @param proposed the lines of the file as proposed; empty for a deletion
 * @param edits what to replace, in order; between any two lies at least one common line
 * @param binary whether either file is not text: holds a NUL or is not valid UTF-8; there are no lines then
 */
public record LineDiff(List<String> base, List<String> proposed, List<Edit> edits, boolean binary) {

    /**
     * Lines {@code baseFrom} to {@code baseTo} (from 0, the last one exclusive) become lines {@code proposedFrom} to
     * {@code proposedTo}.
     */
    public record Edit(int baseFrom, int baseTo, int proposedFrom, int proposedTo) {}

    public LineDiff {
        base = List.copyOf(base);
        proposed = List.copyOf(proposed);
        edits = List.copyOf(edits);
    }

    /**
     * Compares two files.
     *
     * @param base the bytes as they are; null where there is no such file
     * @param proposed the bytes as they are to be; null where the file is to go
     */
    public static LineDiff between(byte @Nullable [] base, byte @Nullable [] proposed) {
        List<String> before = lines(base);
        List<String> after = lines(proposed);
        if (before == null || after == null) {
            return new LineDiff(List.of(), List.of(), List.of(), true);
        }
        return new LineDiff(before, after, compare(before, after), false);
    }

    /** Returns how many lines of the proposed file the base does not have. */
    public int added() {
        return edits.stream()
                .mapToInt(edit -> edit.proposedTo - edit.proposedFrom)
                .sum();
    }

    /** Returns how many lines of the base the proposed file does not have. */
    public int removed() {
        return edits.stream().mapToInt(edit -> edit.baseTo - edit.baseFrom).sum();
    }

    /** Splits after line feeds; null where the bytes are not text. */
    private static @Nullable List<String> lines(byte @Nullable [] bytes) {
        if (bytes == null) {
            return List.of();
        }
        for (byte each : bytes) {
            if (each == 0) {
                return null;
            }
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int feed = text.indexOf('\n', from);
            int to = feed < 0 ? text.length() : feed + 1;
            lines.add(text.substring(from, to));
            from = to;
        }
        return lines;
    }

    private static List<Edit> compare(List<String> base, List<String> proposed) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] a = numbered(base, numbers);
        int inBase = numbers.size();
        int[] b = numbered(proposed, numbers);
        boolean[] inProposed = new boolean[numbers.size()];
        for (int number : b) {
            inProposed[number] = true;
        }

        // Lines that only one side has are certain to be edits. Without them, files with little in common are small.
        int[] whereInA = positions(a, i -> inProposed[a[i]]);
        int[] whereInB = positions(b, i -> b[i] < inBase);
        BitSet removed = new BitSet();
        BitSet added = new BitSet();
        Myers.compare(pick(a, whereInA), pick(b, whereInB), removed, added);
        return slid(
                edits(spread(removed, whereInA, a.length), spread(added, whereInB, b.length), a.length, b.length),
                a,
                b);
    }

    private static int[] numbered(List<String> lines, Map<String, Integer> numbers) {
        int[] result = new int[lines.size()];
        for (int i = 0; i < result.length; i++) {
            Integer fresh = numbers.size();
            Integer known = numbers.putIfAbsent(lines.get(i), fresh);
            result[i] = known == null ? fresh : known;
        }
        return result;
    }

    private static int[] positions(int[] numbers, IntPredicate wanted) {
        return IntStream.range(0, numbers.length).filter(wanted).toArray();
    }

    private static int[] pick(int[] numbers, int[] positions) {
        return Arrays.stream(positions).map(i -> numbers[i]).toArray();
    }

    /** Translates the differing ones of {@code positions} back to the file, where all other lines differ anyway. */
    private static BitSet spread(BitSet differing, int[] positions, int length) {
        BitSet result = new BitSet(length);
        result.set(0, length);
        for (int i = 0; i < positions.length; i++) {
            result.set(positions[i], differing.get(i));
        }
        return result;
    }

    private static List<Edit> edits(BitSet removed, BitSet added, int baseLength, int proposedLength) {
        List<Edit> edits = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < baseLength || j < proposedLength) {
            int iEnd = removed.nextClearBit(i);
            int jEnd = added.nextClearBit(j);
            if (iEnd > i || jEnd > j) {
                edits.add(new Edit(i, iEnd, j, jEnd));
            }
            // Both stand on the same common line now, or at both ends.
            i = iEnd + 1;
            j = jEnd + 1;
        }
        return edits;
    }

    /**
     * Moves pure insertions and removals down as far as equal lines allow, so that an added block reads from its own
     * beginning to its own end instead of starting with the last line of the block before. Edits that meet become one.
     */
    private static List<Edit> slid(List<Edit> edits, int[] a, int[] b) {
        Deque<Edit> result = new ArrayDeque<>();
        for (int n = edits.size() - 1; n >= 0; n--) {
            Edit edit = edits.get(n);
            while (true) {
                Edit next = result.peekFirst();
                if (next != null && edit.baseTo == next.baseFrom) {
                    result.removeFirst();
                    edit = new Edit(edit.baseFrom, next.baseTo, edit.proposedFrom, next.proposedTo);
                } else if (canSlide(edit, a, b)) {
                    edit = new Edit(edit.baseFrom + 1, edit.baseTo + 1, edit.proposedFrom + 1, edit.proposedTo + 1);
                } else {
                    break;
                }
            }
            result.addFirst(edit);
        }
        return List.copyOf(result);
    }

    private static boolean canSlide(Edit edit, int[] a, int[] b) {
        if (edit.baseFrom == edit.baseTo) {
            return edit.proposedTo < b.length && b[edit.proposedFrom] == b[edit.proposedTo];
        }
        return edit.proposedFrom == edit.proposedTo && edit.baseTo < a.length && a[edit.baseFrom] == a[edit.baseTo];
    }
}
