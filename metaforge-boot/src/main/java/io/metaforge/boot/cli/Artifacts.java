package io.metaforge.boot.cli;

import io.metaforge.api.Artifact;
import io.metaforge.api.ArtifactCause;
import io.metaforge.api.ArtifactOverview;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.cli.terminal.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Shows how approved artifacts go with the workspace as it is now. */
final class Artifacts {

    /** More than these are counted, not listed. */
    private static final int MOST = 20;

    private Artifacts() {}

    /** Prints how many there are, and those that are not as approved, with what to do about them. */
    static void print(Terminal terminal, ArtifactOverview artifacts) {
        if (artifacts.checked() == 0) {
            return;
        }
        List<ArtifactOverview.Notable> notable = new ArrayList<>(artifacts.stale());
        notable.addAll(artifacts.modified());
        notable.addAll(artifacts.missing());
        terminal.line("  artifacts  " + artifacts.checked() + (artifacts.complete() ? "" : " newest") + " approved"
                + count(artifacts.stale(), "stale")
                + count(artifacts.modified(), "changed by hand")
                + count(artifacts.missing(), "missing"));
        for (ArtifactOverview.Notable each : notable.subList(0, Math.min(MOST, notable.size()))) {
            List<String> lines = Text.wrapped(Text.oneLine(each.message()), terminal.readableColumns() - 15);
            for (int i = 0; i < lines.size(); i++) {
                terminal.line("             " + (i == 0 ? "" : "  ") + terminal.warned(lines.get(i)));
            }
        }
        if (notable.size() > MOST) {
            terminal.line("             and " + (notable.size() - MOST) + " more");
        }
    }

    private static String count(List<ArtifactOverview.Notable> notable, String what) {
        return notable.isEmpty() ? "" : ", " + notable.size() + " " + what;
    }

    /** Prints a line for each file of an approved session that is not as it was approved. */
    static void printStates(Terminal terminal, List<Artifact> artifacts) {
        for (Artifact artifact : artifacts) {
            String state = artifact.state();
            if (state != null && !state.equals("current")) {
                List<ArtifactCause> because = artifact.because() == null ? List.of() : artifact.because();
                String causes = because.stream()
                        .filter(cause -> !cause.path().equals(artifact.path()))
                        .map(cause -> cause.path() + " is " + cause.reason())
                        .collect(Collectors.joining(", "));
                terminal.line("  " + Text.oneLine(artifact.path()) + " is " + terminal.warned(Text.oneLine(state))
                        + (causes.isEmpty() ? "" : ": " + Text.oneLine(causes)));
            }
        }
    }
}
