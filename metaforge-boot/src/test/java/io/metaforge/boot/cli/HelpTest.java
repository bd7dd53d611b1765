package io.metaforge.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.boot.cli.terminal.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What help shows, and that the page on the command line says the same. */
class HelpTest {

    private static final Path PAGE = Path.of("..", "docs", "command-line.md");

    private static String help(String... arguments) {
        CommandLine line = Main.commandLine(Surroundings.pipe(Map.of()), arguments);
        StringWriter out = new StringWriter();
        line.setOut(new PrintWriter(out, true));
        assertThat(line.execute(arguments)).isZero();
        return out.toString();
    }

    private static List<String> names() {
        return Commands.groups().values().stream().flatMap(List::stream).toList();
    }

    private static List<String> column(String page, String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void every_command_is_listed_in_its_group_with_one_line() {
        String help = help("--help");
        assertThat(names()).allSatisfy(name -> assertThat(help).containsPattern("(?m)^  " + name + " +\\S"));
        assertThat(help).containsSubsequence("Start here:", "Decide:", "Look:", "Maintain:", "Exit codes:");
        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void every_command_has_help_with_an_example_that_fits_80_columns() {
        for (String name : names()) {
            if (name.equals("help")) {
                continue;
            }
            String help = help(name, "--help");
            assertThat(help.lines()).as(name).allSatisfy(line -> assertThat(line)
                    .hasSizeLessThanOrEqualTo(80));
            if (!name.equals("keys")) {
                assertThat(help).as(name).containsPattern("(?m)^(Examples?:|Install it)");
            }
        }
    }

    @Test
    void examples_stand_on_one_line_each() {
        Main.commandLine(Surroundings.pipe(Map.of()), "--help").getSubcommands().forEach((name, command) -> assertThat(
                        command.getCommandSpec().usageMessage().footer())
                .as(name)
                .filteredOn(line -> line.startsWith("  "))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80)));
    }

    @Test
    void settings_stand_in_the_same_order_everywhere() {
        List<String> serve = column(help("serve", "--help"), "(?<=^      )--[a-z-]+");
        assertThat(serve).startsWith("--host", "--port", "--insecure", "--require-keys");
        assertThat(column(help("doctor", "--help"), "(?<=^      )--[a-z-]+")).containsSubsequence(serve);
    }

    @Test
    void a_number_that_is_none_is_said_in_words() {
        String[] arguments = {"watch", "--after", "x"};
        StringWriter err = new StringWriter();
        assertThat(Main.commandLine(Surroundings.pipe(Map.of()), arguments)
                        .setErr(new PrintWriter(err, true))
                        .execute(arguments))
                .isEqualTo(2);
        assertThat(err.toString()).contains("'--after': 'x' is not a whole number");
    }

    @Test
    void commands_of_a_command_have_a_heading() {
        assertThat(help("keys", "--help")).containsSubsequence("Options:", "Commands:", "create", "Scopes:");
        assertThat(help("run", "--help")).doesNotContain("Commands:");
    }

    @Test
    void the_page_lists_every_command() throws IOException {
        assertThat(column(Files.readString(PAGE), "(?<=^\\| `)[a-z]+(?=[^|]*` \\| [a-z])"))
                .containsAll(names());
    }

    @Test
    void the_page_lists_every_exit_code() throws IOException {
        String page = Files.readString(PAGE);
        ExitCodes.meanings()
                .forEach((code, meaning) -> assertThat(page).contains("| " + code.strip() + " | " + meaning + " |"));
        assertThat(column(page, "^\\| [0-9]+ \\| .*"))
                .hasSameSizeAs(ExitCodes.meanings().keySet());
    }
}
