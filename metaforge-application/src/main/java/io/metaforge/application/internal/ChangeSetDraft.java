package io.metaforge.application.internal;

import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.Proposal.ProposedFile;
import io.metaforge.application.port.out.Workspace;
import io.metaforge.application.settings.Settings;
import io.metaforge.domain.artifact.Change;
import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.InputFile;
import io.metaforge.domain.artifact.LineDiff;
import io.metaforge.domain.artifact.ProposedArtifact;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.provenance.ApprovedArtifact;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.skill.Skill;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A proposal measured against the workspace as it is now. */
final class ChangeSetDraft {

    private final @Nullable ChangeSet changeSet;
    private final List<byte[]> contents;
    private final SortedMap<WorkspacePath, Optional<Digest>> unchanged;
    private final List<InputFile> inputs;

    private ChangeSetDraft(
            @Nullable ChangeSet changeSet,
            List<byte[]> contents,
            SortedMap<WorkspacePath, Optional<Digest>> unchanged,
            List<InputFile> inputs) {
        this.changeSet = changeSet;
        this.contents = contents;
        this.unchanged = unchanged;
        this.inputs = inputs;
    }

    /**
     * Compares what the agent proposes with what is there. Files that already are as proposed are left out.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code AGENT} where the agent proposes what its skill
     *     may not write, a path twice, or too much
     */
    static ChangeSetDraft of(
            Session session,
            Skill skill,
            Agent agent,
            Proposal proposal,
            AgentRun run,
            Workspace workspace,
            Settings settings) {
        requireAllowed(skill, run.files(), proposal, settings);
        List<ProposedArtifact> artifacts = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        SortedMap<WorkspacePath, Optional<Digest>> unchanged = new TreeMap<>();
        for (ProposedFile file : proposal.files()) {
            Optional<byte[]> base = workspace.read(file.path(), settings.maxProposalBytes());
            byte[] proposed = file.content();
            if (proposed == null ? base.isEmpty() : base.isPresent() && Arrays.equals(base.get(), proposed)) {
                unchanged.put(file.path(), base.map(Digest::of));
                continue;
            }
            LineDiff diff = LineDiff.between(base.orElse(null), proposed);
            artifacts.add(new ProposedArtifact(
                    file.path(),
                    proposed == null ? Change.DELETE : base.isEmpty() ? Change.CREATE : Change.MODIFY,
                    proposed == null ? 0 : proposed.length,
                    proposed == null ? null : Digest.of(proposed),
                    base.map(Digest::of).orElse(null),
                    diff.added(),
                    diff.removed()));
            base.ifPresent(contents::add);
            if (proposed != null) {
                contents.add(proposed);
            }
        }
        List<InputFile> inputs = run.inputs();
        ChangeSet changeSet =
                artifacts.isEmpty() ? null : ChangeSet.of(session.skill().value(), agent.version(), inputs, artifacts);
        Set<WorkspacePath> own =
                proposal.files().stream().map(ProposedFile::path).collect(Collectors.toSet());
        return new ChangeSetDraft(changeSet, contents, unchanged, ApprovedArtifact.withoutOwn(inputs, own));
    }

    private static void requireAllowed(Skill skill, List<WorkspacePath> inputs, Proposal proposal, Settings settings) {
        Set<WorkspacePath> seen = new HashSet<>();
        long total = 0;
        for (ProposedFile file : proposal.files()) {
            if (!seen.add(file.path())) {
                throw refused(skill, "proposes '" + file.path() + "' twice", file.path());
            }
            if (!mayWrite(skill, inputs, file.path())) {
                throw refused(skill, "proposes '" + file.path() + "', which its skill may not write", file.path());
            }
            total += file.content() == null ? 0 : file.content().length;
        }
        if (total > settings.maxProposalBytes()) {
            throw refused(
                    skill,
                    "proposes " + total + " bytes; the limit is " + settings.maxProposalBytes(),
                    proposal.files().get(0).path());
        }
    }

    /** A skill's patterns are relative to the folder of its first input; none at all allow any path. */
    private static boolean mayWrite(Skill skill, List<WorkspacePath> inputs, WorkspacePath path) {
        if (skill.artifacts().isEmpty()) {
            return true;
        }
        String folder = inputs.isEmpty()
                ? ""
                : inputs.get(0).value().substring(0, inputs.get(0).value().lastIndexOf('/') + 1);
        if (!path.value().startsWith(folder)) {
            return false;
        }
        Path relative = Path.of(path.value().substring(folder.length()));
        for (String pattern : skill.artifacts()) {
            if (pattern.equals(relative.toString())
                    || FileSystems.getDefault()
                            .getPathMatcher("glob:" + pattern)
                            .matches(relative)) {
                return true;
            }
        }
        return false;
    }

    private static RuntimeException refused(Skill skill, String why, WorkspacePath path) {
        return new Failure(FailureKind.AGENT, "The agent " + skill.agent() + " " + why, Map.of("path", path.value()))
                .asException();
    }

    /** Reports whether the workspace already is as proposed. */
    boolean isEmpty() {
        return changeSet == null;
    }

    /** Returns the change set; only where not {@link #isEmpty()}. */
    ChangeSet changeSet() {
        if (changeSet == null) {
            throw new IllegalStateException("nothing to write");
        }
        return changeSet;
    }

    /** Returns what is proposed and is there already, by path; a deletion has no digest. */
    SortedMap<WorkspacePath, Optional<Digest>> unchanged() {
        return unchanged;
    }

    /** Returns what was read for it, without what it proposes itself. */
    List<InputFile> inputs() {
        return inputs;
    }

    /** Returns every proposed content and every base, to be kept with the proposal. */
    List<byte[]> contents() {
        return contents;
    }
}
