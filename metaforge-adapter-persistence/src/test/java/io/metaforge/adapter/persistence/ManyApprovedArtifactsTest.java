package io.metaforge.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of many approved artifacts is found in an index, so it costs the same for any number of them. */
class ManyApprovedArtifactsTest {

    private final TestDatabase database = TestDatabase.create();
    private final PostgresStores stores = database.open();

    @BeforeEach
    void load() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into approved_artifact (path_digest, path, content, session, skill, inputs, approved_at)
                    select sha256(convert_to('file' || i, 'UTF8')), 'file' || i, sha256('x'), gen_random_uuid(), 'spec',
                           '{"files":[]}', timestamptz '2024-02-03 10:30:00Z' + i * interval '1 second'
                    from generate_series(1, 20000) i""");
            statement.execute("analyze approved_artifact");
        }
    }

    @AfterEach
    void close() {
        stores.close();
        database.close();
    }

    private String plan(String query) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("explain " + query)) {
            StringBuilder plan = new StringBuilder();
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
            return plan.toString();
        }
    }

    @Test
    void theNewestAreReadFromTheIndexByAge() throws Exception {
        assertThat(plan("select path from approved_artifact order by approved_at desc, path collate \"C\" limit 501"))
                .contains("approved_artifact_by_age")
                .doesNotContain("Seq Scan", "Sort");
        assertThat(stores.stores().artifacts().newest(2))
                .extracting(artifact -> artifact.path().value())
                .containsExactly("file20000", "file19999");
    }

    @Test
    void thoseOfPathsAndOfSessionsAreReadFromTheirIndexes() throws Exception {
        assertThat(
                        plan(
                                "select path from approved_artifact where path_digest = any (array['\\x01', '\\x02']::bytea[])"))
                .contains("approved_artifact_pkey")
                .doesNotContain("Seq Scan");
        assertThat(
                        plan(
                                "select path from approved_artifact where session = any ('{00000000-0000-0000-0000-000000000001}'::uuid[])"))
                .contains("approved_artifact_by_session")
                .doesNotContain("Seq Scan");
        assertThat(stores.stores().artifacts().find(List.of(new WorkspacePath("file7"), new WorkspacePath("none"))))
                .singleElement()
                .satisfies(artifact -> assertThat(artifact.content()).isEqualTo(Digest.of("x")));
    }
}
