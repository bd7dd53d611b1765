package io.metaforge.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.api.Artifact;
import io.metaforge.domain.artifact.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a demo deletes, and what it leaves alone. */
class DemoWorkspaceTest {

    @TempDir
    private Path temp;

    private Path example;
    private Path folder;

    @BeforeEach
    void prepare() throws Exception {
        example = Files.createDirectories(temp.resolve("example"));
        Files.writeString(example.resolve("PRD.md"), "# A pump\n");
        folder = temp.resolve("demo");
    }

    /** A demo that writes {@code out/a.md}, as the gateway would after the approval. */
    private void demo() throws Exception {
        DemoWorkspace workspace = DemoWorkspace.prepare(folder, example);
        workspace.willWrite(List.of(
                new Artifact(
                        "out/a.md",
                        "file",
                        2,
                        "create",
                        "+1 -0",
                        Digest.of("a\n").hex()),
                new Artifact("gone.md", "file", 0, "delete", "+0 -1", null)));
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/a.md"), "a\n");
    }

    @Test
    void a_second_demo_begins_as_the_first_did() throws Exception {
        demo();
        DemoWorkspace.prepare(folder, example);
        assertThat(folder.resolve("PRD.md")).hasContent("# A pump");
        assertThat(folder.resolve("out/a.md")).doesNotExist();
    }

    @Test
    void an_empty_folder_is_as_good_as_none() throws Exception {
        Files.createDirectories(folder);
        demo();
        assertThat(folder.resolve("PRD.md")).hasContent("# A pump");
    }

    @Test
    void files_of_others_are_left_alone() throws Exception {
        demo();
        Files.writeString(folder.resolve("notes.txt"), "mine");
        demo();
        assertThat(folder.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void what_was_edited_is_not_replaced_and_nothing_else_is() throws Exception {
        demo();
        Files.writeString(folder.resolve("PRD.md"), "# My pump\n");
        assertThatThrownBy(this::demo)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("PRD.md")
                .hasMessageContaining("--workspace");
        assertThat(folder.resolve("PRD.md")).hasContent("# My pump");
        assertThat(folder.resolve("out/a.md")).hasContent("a");
    }

    @Test
    void a_folder_in_the_place_of_a_file_is_somebodys_own() throws Exception {
        demo();
        Files.delete(folder.resolve("out/a.md"));
        Files.createDirectories(folder.resolve("out/a.md"));
        assertThatThrownBy(this::demo).isInstanceOf(CommandFailure.class).hasMessageContaining("out/a.md");
    }

    @Test
    void a_folder_that_is_no_demo_is_not_touched() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("PRD.md"), "# Somebody's\n");
        assertThatThrownBy(this::demo).hasMessageContaining("is not the folder of an earlier demo");
        assertThat(folder.resolve("PRD.md")).hasContent("# Somebody's");
        assertThat(folder.resolve(".forge")).doesNotExist();
    }

    @Test
    void a_folder_that_a_gateway_serves_is_not_touched() throws Exception {
        demo();
        Files.writeString(
                folder.resolve(".forge/server.json"),
                "{\"pid\":" + ProcessHandle.current().pid() + ",\"port\":3999}");
        assertThatThrownBy(this::demo).hasMessageContaining("a gateway serves");
        assertThat(folder.resolve("out/a.md")).hasContent("a");
    }
}
