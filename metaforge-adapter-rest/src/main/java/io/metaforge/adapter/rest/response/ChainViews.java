package io.metaforge.adapter.rest.response;

import io.metaforge.api.Artifact;
import io.metaforge.api.ArtifactCause;
import io.metaforge.api.ArtifactOverview;
import io.metaforge.api.Warning;
import io.metaforge.application.port.in.SystemQueries;
import io.metaforge.domain.provenance.ArtifactState;
import io.metaforge.domain.provenance.ArtifactStatus;
import io.metaforge.domain.provenance.Cause;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.skill.SkillName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows how sessions hang together as wire records: what is stale, and what to know of a run before deciding over it. */
final class ChainViews {

    private ChainViews() {}

    static @Nullable List<Warning> warningsOrNull(Session session) {
        return session.warnings().isEmpty()
                ? null
                : session.warnings().stream()
                        .map(warning -> new Warning(
                                warning.kind().name(),
                                warning.message(),
                                warning.path() == null ? null : warning.path().value(),
                                warning.session() == null
                                        ? null
                                        : warning.session().value()))
                        .toList();
    }

    static @Nullable String revisesOrNull(Session session) {
        return session.predecessor() == null
                ? null
                : session.predecessor().session().value();
    }

    /** Returns the artifact with the state that one of {@code states} has for it, if any. */
    static Artifact withState(Artifact artifact, List<ArtifactStatus> states) {
        return states.stream()
                .filter(status -> status.artifact().path().value().equals(artifact.path()))
                .findFirst()
                .map(status -> new Artifact(
                        artifact.path(),
                        artifact.type(),
                        artifact.size(),
                        artifact.change(),
                        artifact.diff(),
                        artifact.sha256(),
                        status.state().wireName(),
                        status.because().isEmpty() ? null : causes(status)))
                .orElse(artifact);
    }

    static ArtifactOverview overview(SystemQueries.Artifacts artifacts) {
        return new ArtifactOverview(
                artifacts.checked(),
                artifacts.complete(),
                in(ArtifactState.STALE, artifacts),
                in(ArtifactState.MODIFIED, artifacts),
                in(ArtifactState.MISSING, artifacts));
    }

    private static List<ArtifactOverview.Notable> in(ArtifactState state, SystemQueries.Artifacts artifacts) {
        return artifacts.notable().stream()
                .filter(status -> status.state() == state)
                .map(status -> new ArtifactOverview.Notable(
                        status.artifact().path().value(),
                        status.artifact().session().value(),
                        status.artifact().skill().value(),
                        causes(status),
                        status.rerun().stream().map(SkillName::value).toList(),
                        status.sentence()))
                .toList();
    }

    private static List<ArtifactCause> causes(ArtifactStatus status) {
        return status.because().stream().map(ChainViews::cause).toList();
    }

    private static ArtifactCause cause(Cause cause) {
        return new ArtifactCause(
                cause.path().value(),
                cause.kind().wireName(),
                cause.session() == null ? null : cause.session().value());
    }
}
