package io.metaforge.domain.artifact;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * Finds which elements of two sequences are not common to both, in linear space.
 *
 * <p>E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986), with the middle-snake
 * refinement of section 4b. The search for one middle snake gives up after {@link #effort} differences and splits at the
 * furthest point reached, as the diffs of GNU and git do: scripts with fewer differences are the shortest possible,
 * others are correct but can be longer than necessary, in exchange for a run time of O(N × effort).
 */
final class Myers {

    private static final int LEAST_EFFORT = 256;

    private final int[] a;
    private final int[] b;
    private final BitSet onlyInA;
    private final BitSet onlyInB;
    /** Furthest position in {@code a} on each diagonal {@code x - y}, from the start; index shifted by {@link #shift}. */
    private final int[] forward;
    /** The same from the end. */
    private final int[] backward;

    private final int shift;
    private final int effort;
    private final Deque<Box> open = new ArrayDeque<>();

    private record Box(int aFrom, int aTo, int bFrom, int bTo) {}

    private Myers(int[] a, int[] b, BitSet onlyInA, BitSet onlyInB) {
        this.a = a;
        this.b = b;
        this.onlyInA = onlyInA;
        this.onlyInB = onlyInB;
        this.forward = new int[a.length + b.length + 3];
        this.backward = new int[a.length + b.length + 3];
        this.shift = b.length + 1;
        this.effort = Math.max(LEAST_EFFORT, (int) Math.sqrt(a.length + b.length));
    }

    /** Sets the bits of the elements of {@code a} and of {@code b} that are not part of the common subsequence. */
    static void compare(int[] a, int[] b, BitSet onlyInA, BitSet onlyInB) {
        new Myers(a, b, onlyInA, onlyInB).run();
    }

    private void run() {
        open.push(new Box(0, a.length, 0, b.length));
        while (!open.isEmpty()) {
            Box box = trimmed(open.pop());
            if (box.aFrom == box.aTo) {
                onlyInB.set(box.bFrom, box.bTo);
            } else if (box.bFrom == box.bTo) {
                onlyInA.set(box.aFrom, box.aTo);
            } else {
                split(box);
            }
        }
    }

    private Box trimmed(Box box) {
        int aFrom = box.aFrom;
        int aTo = box.aTo;
        int bFrom = box.bFrom;
        int bTo = box.bTo;
        while (aFrom < aTo && bFrom < bTo && a[aFrom] == b[bFrom]) {
            aFrom++;
            bFrom++;
        }
        while (aFrom < aTo && bFrom < bTo && a[aTo - 1] == b[bTo - 1]) {
            aTo--;
            bTo--;
        }
        return new Box(aFrom, aTo, bFrom, bTo);
    }

    /**
     * Opens the two boxes before and after a point of a shortest path through {@code box}. The box is trimmed and empty
     * on no side, so the path has two differences or more, and each part has fewer than the whole.
     */
    private void split(Box box) {
        int lowest = box.aFrom - box.bTo;
        int highest = box.aTo - box.bFrom;
        int start = box.aFrom - box.bFrom;
        int end = box.aTo - box.bTo;
        boolean odd = ((start - end) & 1) != 0;
        int fMin = start;
        int fMax = start;
        int bMin = end;
        int bMax = end;
        forward[shift + start] = box.aFrom;
        backward[shift + end] = box.aTo;
        for (int differences = 1; ; differences++) {
            // One more diagonal on either side; at the rim of the box, one fewer.
            if (fMin > lowest) {
                forward[shift + --fMin - 1] = -1;
            } else {
                fMin++;
            }
            if (fMax < highest) {
                forward[shift + ++fMax + 1] = -1;
            } else {
                fMax--;
            }
            for (int diagonal = fMax; diagonal >= fMin; diagonal -= 2) {
                int k = shift + diagonal;
                int x = Math.max(forward[k - 1] + 1, forward[k + 1]);
                int y = x - diagonal;
                while (x < box.aTo && y < box.bTo && a[x] == b[y]) {
                    x++;
                    y++;
                }
                forward[k] = x;
                if (odd && bMin <= diagonal && diagonal <= bMax && backward[k] <= x) {
                    open(box, x, y);
                    return;
                }
            }
            if (bMin > lowest) {
                backward[shift + --bMin - 1] = Integer.MAX_VALUE;
            } else {
                bMin++;
            }
            if (bMax < highest) {
                backward[shift + ++bMax + 1] = Integer.MAX_VALUE;
            } else {
                bMax--;
            }
            for (int diagonal = bMax; diagonal >= bMin; diagonal -= 2) {
                int k = shift + diagonal;
                int x = Math.min(backward[k - 1], backward[k + 1] - 1);
                int y = x - diagonal;
                while (x > box.aFrom && y > box.bFrom && a[x - 1] == b[y - 1]) {
                    x--;
                    y--;
                }
                backward[k] = x;
                if (!odd && fMin <= diagonal && diagonal <= fMax && x <= forward[k]) {
                    open(box, x, y);
                    return;
                }
            }
            if (differences >= effort) {
                splitAtFurthest(box, fMin, fMax, bMin, bMax);
                return;
            }
        }
    }

    private void splitAtFurthest(Box box, int fMin, int fMax, int bMin, int bMax) {
        int bestX = -1;
        int bestY = -1;
        int covered = -1;
        for (int diagonal = fMax; diagonal >= fMin; diagonal -= 2) {
            int x = Math.min(Math.min(forward[shift + diagonal], box.aTo), box.bTo + diagonal);
            int y = x - diagonal;
            if (x - box.aFrom + y - box.bFrom > covered) {
                covered = x - box.aFrom + y - box.bFrom;
                bestX = x;
                bestY = y;
            }
        }
        for (int diagonal = bMax; diagonal >= bMin; diagonal -= 2) {
            int x = Math.max(Math.max(backward[shift + diagonal], box.aFrom), box.bFrom + diagonal);
            int y = x - diagonal;
            if (box.aTo - x + box.bTo - y > covered) {
                covered = box.aTo - x + box.bTo - y;
                bestX = x;
                bestY = y;
            }
        }
        open(box, bestX, bestY);
    }

    private void open(Box box, int x, int y) {
        open.push(new Box(x, box.aTo, y, box.bTo));
        open.push(new Box(box.aFrom, x, box.bFrom, y));
    }
}
