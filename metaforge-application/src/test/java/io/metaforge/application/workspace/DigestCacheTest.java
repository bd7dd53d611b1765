package io.metaforge.application.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metaforge.domain.artifact.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a digest that was computed before is believed. The time that passes here is that of the cache, not of the files. */
class DigestCacheTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2024-02-03T10:30:00Z"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    private final AtomicLong now = new AtomicLong();
    private final DigestCache cache = new DigestCache(now::get);

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("PRD.md"), "one");
    }

    private void pass(int seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void finds_what_was_written_a_moment_after_it_was_read() throws IOException {
        for (int i = 0; i < 50; i++) {
            String text = i % 2 == 0 ? "two" : "six";
            Files.writeString(file, text);
            assertThat(cache.digest(file)).isEqualTo(Digest.of(text));
        }
    }

    @Test
    void believes_a_digest_only_after_the_file_has_been_as_it_is_for_longer_than_a_step_of_its_times()
            throws IOException {
        Files.setLastModifiedTime(file, LONG_AGO);
        assertThat(cache.digest(file)).isEqualTo(Digest.of("one"));
        pass(DigestCache.STEP_SECONDS - 1);
        assertThat(cache.computes(file)).isTrue();
        pass(DigestCache.STEP_SECONDS);
        assertThat(cache.digest(file)).isEqualTo(Digest.of("one"));

        assertThat(cache.computes(file)).isFalse();
        assertThat(cache.digest(file)).isEqualTo(Digest.of("one"));
    }

    @Test
    void finds_a_change_that_hides_behind_the_same_size_and_time() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("unix"));
        settle();
        FileTime before = Files.getLastModifiedTime(file);
        Object changed = Files.getAttribute(file, "unix:ctime");
        do { // time has to pass for the file system, too
            Files.writeString(file, "two");
            Files.setLastModifiedTime(file, before);
        } while (Files.getAttribute(file, "unix:ctime").equals(changed));

        assertThat(cache.digest(file)).isEqualTo(Digest.of("two"));
    }

    @Test
    void finds_another_file_that_was_moved_into_the_place() throws IOException {
        settle();
        Path other = Files.writeString(folder.resolve("other"), "two");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(cache.digest(file)).isEqualTo(Digest.of("two"));
    }

    @Test
    void fails_where_the_file_is_gone() throws IOException {
        settle();
        Files.delete(file);

        assertThatThrownBy(() -> cache.digest(file)).isInstanceOf(NoSuchFileException.class);
    }

    private void settle() throws IOException {
        cache.digest(file);
        pass(DigestCache.STEP_SECONDS);
        cache.digest(file);
        assertThat(cache.computes(file)).isFalse();
    }
}
