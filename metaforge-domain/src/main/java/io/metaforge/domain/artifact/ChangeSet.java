package io.metaforge.domain.artifact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything one run wants to write, as one reviewable unit.
 *
 * <p>Its {@link #digest()} covers every path, change, size, content and base, and by whom and from what the proposal was
 * made. An approval names that digest: what was reviewed is what is applied.
 *
 * @param skill name of the skill that was run
 * @param agentVersion version of the agent that made the proposal
 * @param inputs the files it read, by path
 * @param artifacts the proposed files, by path; at least one, no path twice
 * @param digest over all of the above
 */
public record ChangeSet(
        String skill, String agentVersion, List<InputFile> inputs, List<ProposedArtifact> artifacts, Digest digest) {

    public ChangeSet {
        requireNoControls(skill);
        requireNoControls(agentVersion);
        inputs = List.copyOf(inputs);
        artifacts = List.copyOf(artifacts);
        if (artifacts.isEmpty()) {
            throw new IllegalArgumentException("a change set changes at least one file");
        }
        Set<WorkspacePath> seen = new HashSet<>();
        for (ProposedArtifact artifact : artifacts) {
            if (!seen.add(artifact.path())) {
                throw new IllegalArgumentException("proposed twice: " + artifact.path());
            }
        }
    }

    /** Text with separators of its own could make two different change sets share a digest. */
    private static void requireNoControls(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a control character in the name of the skill or the agent's version");
        }
    }

    /** Builds a change set, sorting both lists by path and computing the digest. */
    public static ChangeSet of(
            String skill, String agentVersion, List<InputFile> inputs, List<ProposedArtifact> artifacts) {
        List<InputFile> sortedInputs = new ArrayList<>(inputs);
        sortedInputs.sort(Comparator.comparing(InputFile::path));
        List<ProposedArtifact> sorted = new ArrayList<>(artifacts);
        sorted.sort(Comparator.comparing(ProposedArtifact::path));
        return new ChangeSet(
                skill, agentVersion, sortedInputs, sorted, digest(skill, agentVersion, sortedInputs, sorted));
    }

    /**
     * The canonical text is one line a fact with unit separators between members, so that no two different change sets
     * share one: no member can hold a control character.
     */
    private static Digest digest(
            String skill, String agentVersion, List<InputFile> inputs, List<ProposedArtifact> artifacts) {
        StringBuilder text = new StringBuilder("metaforge-change-set-1\n");
        line(text, "skill", skill, agentVersion);
        for (InputFile input : inputs) {
            line(text, "input", input.path().value(), input.size(), input.digest());
        }
        for (ProposedArtifact a : artifacts) {
            line(
                    text,
                    "artifact",
                    a.path().value(),
                    a.change(),
                    a.size(),
                    a.content() == null ? "-" : a.content(),
                    a.base() == null ? "-" : a.base(),
                    a.linesAdded(),
                    a.linesRemoved());
        }
        return Digest.of(text.toString());
    }

    private static void line(StringBuilder text, Object... members) {
        for (Object member : members) {
            text.append(member).append('\u001f');
        }
        text.append('\n');
    }

    /** Returns the paths of all artifacts, in order. */
    public List<WorkspacePath> paths() {
        return artifacts.stream().map(ProposedArtifact::path).toList();
    }

    /** Returns the artifact at {@code path}, if this change set has one there. */
    public Optional<ProposedArtifact> artifact(WorkspacePath path) {
        return artifacts.stream().filter(a -> a.path().equals(path)).findFirst();
    }
}
