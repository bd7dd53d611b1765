package io.metaforge.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspacePathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRD.md",
                "bom/bom.csv",
                "eda/main board/erc.md",
                "a",
                ".gitignore",
                ".gitattributes",
                ".github/workflows/ci.yml",
                "git/config",
                ".forgery",
                "x.git",
                "...",
                "..a",
                "a..b/c",
                "-rf",
                "Größe µA.md",
                "日本語/基板.md",
                "family \uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67.md",
                "e\u0301.md",
                "ab:c",
                "1:a",
                "con",
                "$HOME",
                "%2e%2e",
                "a~",
                "semi;colon|pipe&amp",
                "\"quoted\"",
                "'single'"
            })
    void pathsInsideTheWorkspaceAreAccepted(String value) {
        assertThat(new WorkspacePath(value).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "//server/share",
                "~",
                "~root/x",
                "~/x",
                "C:",
                "C:/Windows",
                "c:x",
                "C:\nx",
                "..",
                "../x",
                "a/..",
                "a/../b",
                "a/../../b",
                ".",
                "./a",
                "a/.",
                "a/./b",
                "a//b",
                "a/",
                "a\\b",
                "..\\x",
                "\\\\server\\share",
                "a\0b",
                "a\nb",
                "a\rb",
                "a\tb",
                "a\u001fb",
                "a\u007fb",
                "a\u0085b",
                "a\u009fb",
                "a\u2028b",
                "a\u2029b",
                "a\uD800b",
                "a\uDC00b",
                "\uDC00\uD800",
                "a\uD83D",
                "photo\u202Egpj.md",
                "a\u2066b",
                "a\u200Fb",
                ".git",
                ".GIT",
                ".Git/config",
                "sub/.git/config",
                ".git/hooks/pre-commit",
                ".forge",
                ".Forge/config.properties",
                "sub/.FORGE/x",
                ".git.",
                ".git ",
                ".git . .",
                ".git. ./config",
                ".git::$INDEX_ALLOCATION",
                ".git:x/config",
                "git~1",
                "GIT~1/config",
                "FORGE~1",
                ".g\u200cit/config",
                ".gi\u200dt",
                "\uFEFF.git",
                ".forge\u2060/x"
            })
    void everythingElseIsRefusedWithAMessageThatCanBePrinted(String value) {
        assertThatThrownBy(() -> new WorkspacePath(value)).isInstanceOfSatisfying(MetaForgeException.class, e -> {
            assertThat(e.failure().kind()).isEqualTo(FailureKind.VALIDATION);
            assertThat(e.failure().message())
                    .startsWith("Invalid path '")
                    .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\u2028\u2029\u202E]");
            assertThat(e.failure().details()).containsKeys("path", "expected");
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(e.failure().message()))
                    .isTrue();
        });
    }

    @Test
    void pathsHaveAtMost1024Characters() {
        String longest = "a/".repeat(511) + "ab";

        assertThat(new WorkspacePath(longest).value()).hasSize(1024);
        assertThatThrownBy(() -> new WorkspacePath(longest + "c")).isInstanceOf(MetaForgeException.class);
    }

    @Test
    void segmentsHaveAtMost255Bytes() {
        assertThat(new WorkspacePath("x".repeat(255)).value()).hasSize(255);
        assertThat(new WorkspacePath("é".repeat(127)).value()).hasSize(127);
        assertThatThrownBy(() -> new WorkspacePath("x".repeat(256))).isInstanceOf(MetaForgeException.class);
        assertThatThrownBy(() -> new WorkspacePath("é".repeat(128))).isInstanceOf(MetaForgeException.class);
    }

    @Test
    void messagesOfMonstersAreShort() {
        assertThatThrownBy(() -> new WorkspacePath("\uD83D\uDE00".repeat(100_000)))
                .isInstanceOfSatisfying(
                        MetaForgeException.class,
                        e -> assertThat(e.failure().message()).hasSizeLessThan(600));
    }

    @Test
    void refusingAMonsterIsQuick() {
        String slashes = "/".repeat(5_000_000);

        org.junit.jupiter.api.Assertions.assertTimeout(
                java.time.Duration.ofSeconds(2), () -> assertThatThrownBy(() -> new WorkspacePath("a" + slashes)));
    }

    @Test
    void siblingsShareTheFolder() {
        assertThat(new WorkspacePath("bom/bom.csv").sibling("alternates.csv"))
                .isEqualTo(new WorkspacePath("bom/alternates.csv"));
        assertThat(new WorkspacePath("PRD.md").sibling("constraints.json"))
                .isEqualTo(new WorkspacePath("constraints.json"));
        assertThatThrownBy(() -> new WorkspacePath("bom/bom.csv").sibling("../../x"))
                .isInstanceOf(MetaForgeException.class);
    }

    @Test
    void theFileNameIsTheLastSegment() {
        assertThat(new WorkspacePath("eda/main/erc.md").fileName()).isEqualTo("erc.md");
        assertThat(new WorkspacePath("PRD.md").fileName()).isEqualTo("PRD.md");
    }
}
