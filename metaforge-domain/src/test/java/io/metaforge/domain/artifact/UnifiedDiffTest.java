package io.metaforge.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The printed form, character by character. */
class UnifiedDiffTest {

    @Test
    void aChangedLineStandsBetweenThreeLinesOfContext() {
        assertThat(diff("notes.md", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"))
                .isEqualTo("""
                        diff --git a/notes.md b/notes.md
                        --- a/notes.md
                        +++ b/notes.md
                        @@ -2,7 +2,7 @@
                         2
                         3
                         4
                        -5
                        +five
                         6
                         7
                         8
                        """);
    }

    @Test
    void aCreationComesFromNoFile() {
        assertThat(diff("constraints.json", null, "{}\n")).isEqualTo("""
                        diff --git a/constraints.json b/constraints.json
                        new file mode 100644
                        --- /dev/null
                        +++ b/constraints.json
                        @@ -0,0 +1 @@
                        +{}
                        """);
    }

    @Test
    void aDeletionLeadsToNoFile() {
        assertThat(diff("eda/old.md", "a\nb\n", null)).isEqualTo("""
                        diff --git a/eda/old.md b/eda/old.md
                        deleted file mode 100644
                        --- a/eda/old.md
                        +++ /dev/null
                        @@ -1,2 +0,0 @@
                        -a
                        -b
                        """);
    }

    @Test
    void anEmptyFileIsCreatedWithoutAHunk() {
        assertThat(diff("empty", null, "")).isEqualTo("diff --git a/empty b/empty\nnew file mode 100644\n");
    }

    @Test
    void emptyingAFileIsNotDeletingIt() {
        assertThat(diff("f", "a\n", "")).isEqualTo("diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-a\n");
    }

    @Test
    void aMissingLineFeedIsSaid() {
        assertThat(diff("f", "a\nb", "a\nb\n")).endsWith("@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
        assertThat(diff("f", "a\nb", "c\nb")).endsWith("@@ -1,2 +1,2 @@\n-a\n+c\n b\n\\ No newline at end of file\n");
    }

    @Test
    void carriageReturnsAreKept() {
        assertThat(diff("f", "a\r\nb\r\n", "a\r\nc\r\n")).endsWith("@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n");
    }

    @Test
    void editsSixLinesApartShareAHunkAndSevenDoNot() {
        String six = diff("f", "x\n1\n2\n3\n4\n5\n6\nx\n", "y\n1\n2\n3\n4\n5\n6\ny\n");
        String seven = diff("f", "x\n1\n2\n3\n4\n5\n6\n7\nx\n", "y\n1\n2\n3\n4\n5\n6\n7\ny\n");

        assertThat(six).contains("@@ -1,8 +1,8 @@\n").containsOnlyOnce("@@ -");
        assertThat(seven).contains("@@ -1,4 +1,4 @@\n").contains("@@ -6,4 +6,4 @@\n");
    }

    @Test
    void binaryFilesAreNamed() {
        assertThat(UnifiedDiff.render(new WorkspacePath("board.step"), new byte[] {0}, new byte[] {1}))
                .isEqualTo("diff --git a/board.step b/board.step\nBinary files a/board.step and b/board.step differ\n");
        assertThat(diff("b", null, "\0"))
                .isEqualTo("diff --git a/b b/b\nnew file mode 100644\nBinary files /dev/null and b/b differ\n");
    }

    @Test
    void namesOutsideAsciiAreQuotedAndNamesWithSpacesEndWithATab() {
        assertThat(diff("café.md", null, "x\n")).contains("diff --git \"a/caf\\303\\251.md\" \"b/caf\\303\\251.md\"\n");
        assertThat(diff("a\"b", null, "x\n")).contains("+++ \"b/a\\\"b\"\n");
        assertThat(diff("my board.md", null, "x\n"))
                .contains("diff --git a/my board.md b/my board.md\n")
                .contains("+++ b/my board.md\t\n");
    }

    @Test
    void equalFilesHaveNoDiff() {
        assertThat(diff("f", "a\n", "a\n")).isEmpty();
        assertThat(diff("f", "", "")).isEmpty();
    }

    private static String diff(String path, @Nullable String base, @Nullable String proposed) {
        return UnifiedDiff.render(new WorkspacePath(path), bytes(base), bytes(proposed));
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
