package io.metaforge.adapter.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.Proposal.ProposedFile;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProposalReaderTest {

    private final ProposalReader reader =
            new ProposalReader("board/", Map.of(new WorkspacePath("out/a.bin"), new byte[] {1, 2}));

    @Test
    void each_kind_of_content_is_read() {
        Proposal proposal = reader.read("""
                {"files": [
                  {"path": "a.md", "text": "µ\\n"},
                  {"path": "sub/b.bin", "base64": "AQI="},
                  {"path": "c.bin", "file": "out/a.bin"},
                  {"path": "d.md", "delete": true}
                ], "note": "members that are not known are ignored"}
                """, "x.py");

        assertThat(proposal.files())
                .extracting(file -> file.path().value())
                .containsExactly("board/a.md", "board/sub/b.bin", "board/c.bin", "board/d.md");
        assertThat(proposal.files())
                .extracting(ProposedFile::content)
                .containsExactly(
                        new byte[] {(byte) 0xC2, (byte) 0xB5, '\n'}, new byte[] {1, 2}, new byte[] {1, 2}, null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Traceback (most recent call last):                      | did not write a proposal in JSON
            {"files": []} and more                                  | did not write a proposal in JSON
            {"files": [], "files": []}                              | did not write a proposal in JSON
            []                                                      | one JSON object with "files" is expected
            {}                                                      | "files" has to be a list
            {"failure": "no rail has a name"}                       | no rail has a name
            {"files": [{"text": "x"}]}                              | files[0] has no "path"
            {"files": [{"path": "../../x", "text": "x"}]}           | is not the path of a file in the workspace
            {"files": [{"path": ".forge/x", "text": "x"}]}          | is not the path of a file in the workspace
            {"files": [{"path": "/etc/x", "text": "x"}]}            | is not the path of a file in the workspace
            {"files": [{"path": "a"}]}                              | needs exactly one of
            {"files": [{"path": "a", "text": "x", "delete": true}]} | needs exactly one of
            {"files": [{"path": "a", "text": 1}]}                   | "text" has to be a text
            {"files": [{"path": "a", "base64": "%"}]}               | "base64" is not Base64
            {"files": [{"path": "a", "file": "b"}]}                 | names 'b', which was not written
            {"files": [{"path": "a", "file": "../b"}]}              | below the folder it worked in
            {"files": [{"path": "a", "delete": "yes"}]}             | "delete" has to be true
            """)
    void anything_else_is_refused_with_the_reason(String answer, String reason) {
        assertThatThrownBy(() -> reader.read(answer, "x.py"))
                .isInstanceOfSatisfying(
                        MetaForgeException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.AGENT))
                .hasMessageContaining(reason);
    }
}
