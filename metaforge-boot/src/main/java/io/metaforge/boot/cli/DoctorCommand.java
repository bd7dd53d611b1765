package io.metaforge.boot.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.boot.cli.doctor.Doctor;
import io.metaforge.boot.cli.doctor.Finding;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.cli.terminal.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code metaforge doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Check what a gateway needs here, and how to mend it.",
            "",
            "Takes the options of 'serve', and looks at what a gateway with them would find. A warning does not keep it"
                    + " from starting, a problem does: the exit code is then 1."
        },
        footer = {
            "",
            "Examples:",
            "  metaforge doctor                         in the folder to be served",
            "  metaforge doctor --port 4000",
            "  metaforge doctor --json | jq '.checks[] | select(.verdict != \"ok\")'"
        })
final class DoctorCommand implements Callable<Integer> {

    private static final int LABEL = 24;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Main.terminal(spec);
        List<Finding> findings = new Doctor(json ? finding -> {} : finding -> print(terminal, finding))
                .examine(options.given(), System.getenv());
        long problems = count(findings, Finding.PROBLEM);
        long warnings = count(findings, Finding.WARNING);
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("ok", problems == 0);
            report.put("checks", findings);
            terminal.line(JsonMapper.builder().build().writeValueAsString(report));
        } else {
            terminal.line("");
            terminal.line(
                    problems > 0
                            ? terminal.bad(problems == 1 ? "One problem." : problems + " problems.")
                            : warnings > 0
                                    ? terminal.good("Everything that is needed is there.")
                                            + (warnings == 1 ? " One warning." : " " + warnings + " warnings.")
                                    : terminal.good("Everything is there."));
        }
        return problems == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private static long count(List<Finding> findings, String verdict) {
        return findings.stream()
                .filter(finding -> finding.verdict().equals(verdict))
                .count();
    }

    private static void print(Terminal terminal, Finding finding) {
        String verdict = Text.padded(finding.verdict(), 9);
        String painted =
                switch (finding.verdict()) {
                    case Finding.OK -> terminal.good(verdict);
                    case Finding.WARNING -> terminal.warned(verdict);
                    default -> terminal.bad(verdict);
                };
        int room = Math.max(40, terminal.readableColumns() - LABEL);
        List<String> found = Text.wrapped(Text.printable(finding.found()), room);
        terminal.line("  " + painted + Text.padded(finding.check(), LABEL - 11) + found.get(0));
        for (String line : found.subList(1, found.size())) {
            terminal.line(" ".repeat(LABEL) + line);
        }
        if (finding.fix() != null) {
            String arrow = terminal.glyph("→ ", "-> ");
            List<String> fix = Text.wrapped(Text.printable(finding.fix()), room - arrow.length());
            terminal.line(" ".repeat(LABEL) + arrow + fix.get(0));
            for (String line : fix.subList(1, fix.size())) {
                terminal.line(" ".repeat(LABEL + arrow.length()) + line);
            }
        }
    }
}
