package io.metaforge.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for the diff of any two files. */
class LineDiffProperties {

    @Property(tries = 2000)
    void replayingTheEditsGivesTheProposedFile(@ForAll("files") String base, @ForAll("files") String proposed) {
        LineDiff diff = between(base, proposed);

        assertThat(String.join("", diff.base())).isEqualTo(base);
        assertThat(replay(diff)).isEqualTo(proposed);
    }

    @Property(tries = 2000)
    void whatLiesBetweenTheEditsIsCommonAndNeverEmpty(@ForAll("files") String base, @ForAll("files") String proposed) {
        LineDiff diff = between(base, proposed);

        int i = 0;
        int j = 0;
        for (LineDiff.Edit edit : diff.edits()) {
            assertThat(edit.baseTo() - edit.baseFrom() + edit.proposedTo() - edit.proposedFrom())
                    .isPositive();
            assertThat(diff.base().subList(i, edit.baseFrom()))
                    .isEqualTo(diff.proposed().subList(j, edit.proposedFrom()));
            assertThat(i == 0 || edit.baseFrom() > i).isTrue();
            i = edit.baseTo();
            j = edit.proposedTo();
        }
        assertThat(diff.base().subList(i, diff.base().size()))
                .isEqualTo(diff.proposed().subList(j, diff.proposed().size()));
    }

    @Property(tries = 2000)
    void theCountsAreThoseOfAShortestScript(@ForAll("files") String base, @ForAll("files") String proposed) {
        LineDiff diff = between(base, proposed);

        int added = 0;
        int removed = 0;
        for (AbstractDelta<String> delta :
                DiffUtils.diff(diff.base(), diff.proposed()).getDeltas()) {
            added += delta.getTarget().size();
            removed += delta.getSource().size();
        }
        assertThat(diff.added()).isEqualTo(added);
        assertThat(diff.removed()).isEqualTo(removed);
    }

    @Property(tries = 200)
    void theOppositeDiffSwapsTheCounts(@ForAll("files") String base, @ForAll("files") String proposed) {
        LineDiff there = between(base, proposed);
        LineDiff back = between(proposed, base);

        assertThat(back.added()).isEqualTo(there.removed());
        assertThat(back.removed()).isEqualTo(there.added());
    }

    /** Few different lines, so that files share many; the last one may lack its line feed. */
    @Provide
    Arbitrary<String> files() {
        Arbitrary<String> lines = Arbitraries.of("a\n", "b\n", "c\n", "\n", "a\r\n", "é\n", "}\n");
        Arbitrary<String> ends = Arbitraries.of("", "", "a", "b", "\r");
        return lines.list().ofMaxSize(40).flatMap(list -> ends.map(end -> String.join("", list) + end));
    }

    private static LineDiff between(String base, String proposed) {
        return LineDiff.between(base.getBytes(StandardCharsets.UTF_8), proposed.getBytes(StandardCharsets.UTF_8));
    }

    private static String replay(LineDiff diff) {
        List<String> result = new ArrayList<>();
        int at = 0;
        for (LineDiff.Edit edit : diff.edits()) {
            result.addAll(diff.base().subList(at, edit.baseFrom()));
            result.addAll(diff.proposed().subList(edit.proposedFrom(), edit.proposedTo()));
            at = edit.baseTo();
        }
        result.addAll(diff.base().subList(at, diff.base().size()));
        return String.join("", result);
    }
}
