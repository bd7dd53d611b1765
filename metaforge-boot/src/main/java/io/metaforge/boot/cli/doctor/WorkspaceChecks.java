package io.metaforge.boot.cli.doctor;

import io.metaforge.boot.configuration.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at the folder that a gateway works in. */
final class WorkspaceChecks {

    private static final long LEAST_BYTES = 200L << 20;
    private static final long FEW_BYTES = 1L << 30;

    private final Path workspace;

    WorkspaceChecks(Configuration configuration) {
        this.workspace = configuration.workspace();
    }

    Finding folder() {
        if (!Files.isDirectory(workspace)) {
            return Finding.problem(
                    "workspace", workspace + " is not a folder", "make it, or name another with --workspace");
        }
        Path written = Files.isDirectory(workspace.resolve(".forge")) ? workspace.resolve(".forge") : workspace;
        if (!Files.isWritable(written)) {
            return Finding.problem(
                    "workspace",
                    written + " cannot be written to",
                    "give yourself the right to, or name another folder");
        }
        if (!Files.isRegularFile(workspace.resolve("PRD.md"))) {
            return Finding.warning(
                    "workspace", workspace + ", no PRD.md yet", "write one: the skill spec begins with it");
        }
        return Finding.ok("workspace", workspace + " with a PRD.md");
    }

    Finding disk() {
        Path existing = workspace;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String found = String.format(java.util.Locale.ROOT, "%.1f GiB free", free / (double) (1L << 30));
            if (free < LEAST_BYTES) {
                return Finding.problem("disk", found, "make room: PostgreSQL stops where the disk is full");
            }
            return free < FEW_BYTES
                    ? Finding.warning("disk", found, "make room soon: PostgreSQL stops where the disk is full")
                    : Finding.ok("disk", found);
        } catch (IOException e) {
            return Finding.warning("disk", "free space cannot be found out", "look yourself, with df");
        }
    }
}
