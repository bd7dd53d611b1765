package io.metaforge.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gives printed diffs to the programs that people will give them to. */
class DiffProgramsTest {

    private static final List<String> NAMES = List.of(
            "plain.md",
            "folder/in/folder.json",
            "name with spaces.md",
            "Größe µA/基板 \uD83D\uDD0C.md",
            "qu\"ote's.md",
            "-dash",
            "a b/c\u00A0d");

    @TempDir
    Path temp;

    /** A file before and after; null where there is none. */
    private record Case(String name, byte @Nullable [] base, byte @Nullable [] proposed) {}

    private static List<Case> cases() {
        Random random = new Random(42);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String name = "f" + i + "/" + NAMES.get(i % NAMES.size());
            String base = text(random);
            String proposed = random.nextInt(4) == 0 ? text(random) : edited(base, random);
            switch (random.nextInt(6)) {
                case 0 -> cases.add(new Case(name, null, bytes(proposed)));
                case 1 -> cases.add(new Case(name, bytes(base), null));
                default -> cases.add(new Case(name, bytes(base), bytes(proposed)));
            }
        }
        cases.add(new Case("empty-new", null, bytes("")));
        cases.add(new Case("empty-gone", bytes(""), null));
        cases.add(new Case("emptied", bytes("a\nb\n"), bytes("")));
        cases.add(new Case("filled", bytes(""), bytes("a\nb")));
        cases.add(new Case("feed-added", bytes("a"), bytes("a\n")));
        cases.add(new Case("feed-removed", bytes("a\n"), bytes("a")));
        return cases;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int lines = random.nextInt(60);
        for (int i = 0; i < lines; i++) {
            text.append(line(random));
        }
        return random.nextInt(3) == 0 ? text.append("no line feed").toString() : text.toString();
    }

    private static String line(Random random) {
        return List.of("", "}", "- a", "+ b", "@@ -1 +1 @@", "--- a/x", "\\ No newline", "µA", "\uFEFF", "\t x ")
                        .get(random.nextInt(10))
                + (random.nextBoolean() ? random.nextInt(5) : "")
                + (random.nextInt(4) == 0 ? "\r\n" : "\n");
    }

    private static String edited(String text, Random random) {
        List<String> lines = new ArrayList<>(List.of(text.split("(?<=\n)")));
        for (int edits = 1 + random.nextInt(5); edits > 0; edits--) {
            int at = random.nextInt(lines.size() + 1);
            if (at < lines.size() && random.nextBoolean()) {
                lines.remove(at);
            } else if (at < lines.size() || lines.isEmpty() || lines.get(at - 1).endsWith("\n")) {
                lines.add(at, line(random));
            }
        }
        return String.join("", lines);
    }

    @Test
    void gitAppliesEverythingAndBack() throws Exception {
        assumeTrue(runs("git", "--version"), "git is not installed");
        List<Case> cases = cases();
        Path patch = patch(cases);

        run("git", "init", "-q", ".");
        write(cases, false);
        run("git", "apply", "--whitespace=nowarn", patch.toString());
        assertHolds(cases, true);

        run("git", "apply", "--whitespace=nowarn", "-R", patch.toString());
        assertHolds(cases, false);
    }

    @Test
    void gitCountsTheSameLines() throws Exception {
        assumeTrue(runs("git", "--version"), "git is not installed");
        int added = 0;
        int removed = 0;
        for (Case each : cases()) {
            LineDiff diff = LineDiff.between(each.base, each.proposed);
            added += diff.added();
            removed += diff.removed();
        }
        int addedByGit = 0;
        int removedByGit = 0;
        for (String line :
                run("git", "apply", "--numstat", patch(cases()).toString()).split("\n")) {
            addedByGit += Integer.parseInt(line.split("\t")[0]);
            removedByGit += Integer.parseInt(line.split("\t")[1]);
        }

        assertThat(added).isEqualTo(addedByGit).isPositive();
        assertThat(removed).isEqualTo(removedByGit).isPositive();
    }

    /** All but the deletion of empty files, for which patch asks back. */
    @Test
    void patchAppliesEverything() throws Exception {
        assumeTrue(runs("patch", "--version"), "patch is not installed");
        List<Case> cases = cases().stream()
                .filter(each -> each.base == null || each.base.length > 0 || each.proposed != null)
                .toList();

        write(cases, false);
        run("patch", "-p1", "--binary", "-s", "-i", patch(cases).toString());

        assertHolds(cases, true);
    }

    private Path patch(List<Case> cases) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Case each : cases) {
            text.append(UnifiedDiff.render(new WorkspacePath(each.name), each.base, each.proposed));
        }
        return Files.writeString(temp.resolve("all.patch"), text);
    }

    private Path work() throws IOException {
        return Files.createDirectories(temp.resolve("work"));
    }

    private void write(List<Case> cases, boolean proposed) throws IOException {
        for (Case each : cases) {
            byte[] content = proposed ? each.proposed : each.base;
            if (content != null) {
                Path file = work().resolve(each.name);
                Files.createDirectories(file.getParent());
                Files.write(file, content);
            }
        }
    }

    private void assertHolds(List<Case> cases, boolean proposed) throws IOException {
        for (Case each : cases) {
            byte[] content = proposed ? each.proposed : each.base;
            Path file = work().resolve(each.name);
            if (content == null) {
                assertThat(file).doesNotExist();
            } else {
                assertThat(file).hasBinaryContent(content);
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(work().toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
