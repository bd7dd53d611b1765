package io.metaforge.boot.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.application.port.in.ApiKeys;
import io.metaforge.boot.KeyDatabase;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.domain.access.Scope;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metaforge keys create}. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Create a key. It is printed this once, alone on standard output.")
final class KeysCreateCommand implements Callable<Integer> {

    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,4})([mhdwy])");

    @Parameters(paramLabel = "NAME", description = "Of the person or program who gets it; stands in every decision.")
    private String name = "";

    @Option(
            names = "--scopes",
            required = true,
            split = ",",
            paramLabel = "SCOPE",
            description = "What it allows: read, run, approve, admin; separated by commas.")
    private List<String> scopes = List.of();

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "After how long it is refused, such as 12h, 90d, 8w or 1y; never without this.")
    private @Nullable String expires;

    @Mixin
    private KeysOption keys = new KeysOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        ApiKeys.Command command = new ApiKeys.Command(name, parsedScopes(), lifetime());
        ApiKeys.Created created;
        try (KeyDatabase database = keys.open(true)) {
            created = database.keys().create(command);
        }
        Terminal terminal = Main.terminal(spec);
        if (keys.json()) {
            Map<String, @Nullable Object> shown = new LinkedHashMap<>(
                    KeysOption.json(created.key(), Clock.systemUTC().instant()));
            shown.put("key", created.text().reveal());
            terminal.line(JsonMapper.builder().build().writeValueAsString(shown));
            return 0;
        }
        terminal.line(created.text().reveal());
        PrintWriter notes = spec.commandLine().getErr();
        notes.println("This is the key of '" + created.key().name() + "' ("
                + created.key().scopes().stream().map(Scope::wireName).collect(Collectors.joining(", "))
                + (created.key().expires() == null
                        ? ""
                        : "; until " + created.key().expires())
                + "). Keep it now: it is not shown again.");
        notes.println("  Commands take it from METAFORGE_API_KEY or --key-file, others send it as"
                + " 'Authorization: Bearer KEY'.");
        notes.flush();
        return 0;
    }

    private Set<Scope> parsedScopes() {
        Set<Scope> parsed = EnumSet.noneOf(Scope.class);
        for (String scope : scopes) {
            parsed.add(Scope.ofWireName(scope.strip())
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(), "'" + scope + "' is no scope; choose some of " + Scope.names())));
        }
        return parsed;
    }

    private @Nullable Duration lifetime() {
        String text = expires;
        if (text == null) {
            return null;
        }
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new ParameterException(spec.commandLine(), "'" + text + "' is no time such as 12h, 90d, 8w or 1y");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "w" -> Duration.ofDays(amount * 7);
            case "y" -> Duration.ofDays(amount * 365);
            default -> Duration.ofDays(amount);
        };
    }
}
