package io.metaforge.application.internal;

import io.metaforge.domain.session.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run leaves beside its result.
 *
 * @param reports progress that is not recorded yet
 * @param warnings what whoever decides should know
 */
record RunNotes(List<ProgressRecorder.Report> reports, List<Warning> warnings) {

    static final RunNotes NONE = new RunNotes(List.of(), List.of());

    RunNotes {
        reports = List.copyOf(reports);
        warnings = List.copyOf(warnings);
    }

    /** Returns these notes and one more report. */
    RunNotes and(ProgressRecorder.Report report) {
        List<ProgressRecorder.Report> all = new ArrayList<>(reports);
        all.add(report);
        return new RunNotes(all, warnings);
    }

    /** Returns these notes and one more warning, if there is one. */
    RunNotes and(Optional<Warning> warning) {
        List<Warning> all = new ArrayList<>(warnings);
        warning.ifPresent(all::add);
        return new RunNotes(reports, all);
    }
}
