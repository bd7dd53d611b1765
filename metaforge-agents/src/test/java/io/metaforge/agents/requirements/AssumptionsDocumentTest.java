package io.metaforge.agents.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Says line by line what a person has to decide or to check. */
class AssumptionsDocumentTest {

    private static String of(String markdown) {
        return new String(Documents.of("PRD.md", markdown).run().files().get(1).content(), StandardCharsets.UTF_8);
    }

    @Test
    void aConflictQuotesBothRequirementsWithTheirPlaces() {
        assertThat(of("- Weight below 50 g\n\n- The device weighs 100 g")).contains("""
                - weight: REQ-001 says at most 50 g and REQ-002 says 100 g do not overlap. Which holds?
                  - REQ-001, `PRD.md` line 1: "Weight below 50 g"
                  - REQ-002, `PRD.md` line 3: "The device weighs 100 g"
                """);
    }

    @Test
    void whatHoldsForMostRequirementsIsSaidOnceAndShortly() {
        StringBuilder markdown = new StringBuilder("- It shall weigh less than 5 g\n");
        for (int i = 0; i < 30; i++) {
            markdown.append("- Output ").append(i).append(": at most 5 V\n");
        }
        assertThat(of(markdown.toString()))
                .contains("30 of the 31 requirements are, and they are read as must: all but REQ-001.\n");
        assertThat(of("- Weight below 5 g\n- It shall beep\n- It must run\n- Height below 5 mm\n- Width below 4 mm"
                        + "\n- Depth below 3 mm"))
                .contains("4 of the 6 requirements are, and they are read as must: all but REQ-002, REQ-003.");
    }

    @Test
    void eachValueThatCouldBeReadOtherwiseHasItsLine() {
        assertThat(of("- Supply: 5 V ±5 %\n- Reports three times a day\n- Costs $20 per unit\n- 3 A"))
                .contains("| REQ-002 | `PRD.md` line 2 | reporting_interval 8 h | the time from one to the next, worked"
                        + " out from how often |\n")
                .contains("| REQ-003 | `PRD.md` line 3 | unit_cost 20 USD | the value aimed at: no word makes it a"
                        + " limit |\n")
                .contains("| REQ-004 | `PRD.md` line 4 | current 3 A | the value aimed at: no word makes it a limit;"
                        + " named after its unit: nothing near says what it is of |\n")
                .contains("- \"$\" is read as US dollars (REQ-003).\n")
                .doesNotContain("supply_voltage");
    }

    @Test
    void boxesAndDecimalCommasAreReadingsToo() {
        assertThat(of("- Das Gerät ist 100 × 60 × 25 mm groß\n- Die Abtastrate muss 1.000 Hz sein"))
                .contains("are read as length, width and height, where no letter names them (REQ-001).")
                .contains("\"1.000\" is a thousand.");
    }

    @Test
    void sectionsThatAreNotReadAreNamed() {
        assertThat(
                        of(
                                "# P\n\n## Needs\n- 5 V supply\n\n## Risks\n- Late\n\n## Non-goals\n- GPS\n\n### Later\n- 12 V\n"))
                .endsWith("""

                        ## Left out

                        Nothing under these headings is read as a requirement:

                        - "Risks", line 6: only what says "shall" or "must" is
                        - "Non-goals", line 9
                        """);
    }

    @Test
    void whatTheDocumentSaysIsNoMarkupHere() {
        assertThat(of("# [x](http://example.org) <b>|\n- weight < 5 g <script>\n- weight > 50 g | `a`"))
                .doesNotContain("<b>", "<script>")
                .contains("\\|");
    }

    @Test
    void aGoalThatNothingCanBeHeldToIsShownAsLeftOut() {
        assertThat(of("# X\n\n## Goals\n\n- Know the climate at every bench\n- Weight below 50 g\n"))
                .contains("## Left out")
                .contains("- \"Know the climate at every bench\", line 5\n")
                .doesNotContain("Nothing under these headings");
    }
}
