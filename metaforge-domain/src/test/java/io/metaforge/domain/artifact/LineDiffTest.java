package io.metaforge.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LineDiffTest {

    @Nested
    class Counting {

        @Test
        void aCreationAddsEveryLine() {
            LineDiff diff = LineDiff.between(null, bytes("a\nb\nc\n"));

            assertThat(diff.added()).isEqualTo(3);
            assertThat(diff.removed()).isZero();
            assertThat(diff.binary()).isFalse();
        }

        @Test
        void aDeletionRemovesEveryLine() {
            LineDiff diff = LineDiff.between(bytes("a\nb"), null);

            assertThat(diff.added()).isZero();
            assertThat(diff.removed()).isEqualTo(2);
        }

        @Test
        void anEmptyFileHasNoLines() {
            LineDiff diff = LineDiff.between(null, bytes(""));

            assertThat(diff.added()).isZero();
            assertThat(diff.edits()).isEmpty();
        }

        @Test
        void aMissingLineFeedAtTheEndMakesAnotherLine() {
            LineDiff diff = LineDiff.between(bytes("a\nb\n"), bytes("a\nb"));

            assertThat(diff.edits()).containsExactly(new LineDiff.Edit(1, 2, 1, 2));
        }

        @Test
        void aCarriageReturnMakesAnotherLine() {
            LineDiff diff = LineDiff.between(bytes("a\nb\n"), bytes("a\r\nb\n"));

            assertThat(diff.edits()).containsExactly(new LineDiff.Edit(0, 1, 0, 1));
        }

        @Test
        void anAddedBlockReadsFromItsOwnBeginningToItsOwnEnd() {
            LineDiff diff = LineDiff.between(
                    bytes("f {\n  1\n}\n\nh {\n  3\n}\n"), bytes("f {\n  1\n}\n\ng {\n  2\n}\n\nh {\n  3\n}\n"));

            assertThat(diff.edits()).containsExactly(new LineDiff.Edit(4, 4, 4, 8));
        }
    }

    @Nested
    class Binary {

        @Test
        void aNulByteAnywhereMakesAFileBinary() {
            assertThat(LineDiff.between(bytes("text\n"), bytes("x".repeat(20_000) + "\0"))
                            .binary())
                    .isTrue();
        }

        @Test
        void invalidUtf8MakesAFileBinary() {
            assertThat(LineDiff.between(new byte[] {(byte) 0xe9, '\n'}, bytes("é\n"))
                            .binary())
                    .isTrue();
        }

        @Test
        void aBinaryFileHasNoLinesToCount() {
            LineDiff diff = LineDiff.between(null, new byte[] {0, '\n', '\n'});

            assertThat(diff.added()).isZero();
            assertThat(diff.removed()).isZero();
        }

        @Test
        void aByteOrderMarkIsText() {
            assertThat(LineDiff.between(null, bytes("\uFEFFa\n")).binary()).isFalse();
        }
    }

    /** Pairs of 100,000-line files that make a plain O(ND) search quadratic. */
    enum Large {
        NOTHING_IN_COMMON(i -> "a" + i, i -> "b" + i),
        REVERSED(i -> "l" + i, i -> "l" + (99_999 - i)),
        RANDOM_OVER_THREE_LINES(scrambled(1, 3), scrambled(2, 3)),
        RANDOM_OVER_A_THOUSAND_LINES(scrambled(1, 1000), scrambled(2, 1000)),
        OTHER_RHYTHM(i -> i % 2 == 0 ? "x" : "y", i -> i % 3 == 0 ? "x" : "y"),
        LONG_RUNS_OF_ONE_LINE(i -> i % 97 == 0 ? "y" : "x", i -> i % 89 == 0 ? "y" : "x"),
        HALVES_SWAPPED(i -> "l" + i, i -> "l" + (i + 50_000) % 100_000);

        private final IntFunction<String> base;
        private final IntFunction<String> proposed;

        Large(IntFunction<String> base, IntFunction<String> proposed) {
            this.base = base;
            this.proposed = proposed;
        }

        private static IntFunction<String> scrambled(long seed, int lines) {
            Random random = new Random(seed);
            return i -> "l" + random.nextInt(lines);
        }

        private static byte[] file(IntFunction<String> lines) {
            StringBuilder text = new StringBuilder();
            IntStream.range(0, 100_000).forEach(i -> text.append(lines.apply(i)).append('\n'));
            return bytes(text.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void largeFilesAreComparedInTime(Large files) {
        byte[] base = Large.file(files.base);
        byte[] proposed = Large.file(files.proposed);

        LineDiff diff = assertTimeout(Duration.ofSeconds(10), () -> LineDiff.between(base, proposed));

        assertThat(replay(diff)).isEqualTo(proposed);
    }

    @Test
    void aShuffledFileOfMiddlingSizeIsComparedCorrectlyBeyondTheEffort() {
        List<String> lines = new ArrayList<>();
        IntStream.range(0, 5_000).forEach(i -> lines.add(i + "\n"));
        byte[] base = bytes(String.join("", lines));
        Collections.shuffle(lines, new Random(7));
        byte[] proposed = bytes(String.join("", lines));

        LineDiff diff = LineDiff.between(base, proposed);

        assertThat(replay(diff)).isEqualTo(proposed);
        assertThat(diff.added()).isEqualTo(diff.removed()).isLessThan(5_000);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] replay(LineDiff diff) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (LineDiff.Edit edit : diff.edits()) {
            diff.base().subList(at, edit.baseFrom()).forEach(result::append);
            diff.proposed().subList(edit.proposedFrom(), edit.proposedTo()).forEach(result::append);
            at = edit.baseTo();
        }
        diff.base().subList(at, diff.base().size()).forEach(result::append);
        return bytes(result.toString());
    }
}
