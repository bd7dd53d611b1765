package io.metaforge.boot.configuration;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a gateway, complete and checked.
 *
 * @param host name or address to listen on
 * @param port 0 for any that is free
 * @param insecure whether an address other than loopback may be listened on without authentication
 * @param requireKeys whether callers need an API key; empty to ask for one where other machines can call
 * @param requestsPerKey in a minute
 * @param runsPerKey at once
 * @param workspace absolute and normalised
 * @param database empty for the embedded one
 * @param allowedHosts names beside the loopback's that {@code Host} may hold, in lower case
 * @param allowedOrigins origins whose pages may call, in lower case
 * @param kicad path of kicad-cli; empty to look for it
 * @param ngspice path of ngspice; empty to look for it
 * @param logLevel one of error, warn, info, debug, trace
 */
public record Configuration(
        String host,
        int port,
        boolean insecure,
        Optional<Boolean> requireKeys,
        int requestsPerKey,
        int runsPerKey,
        Path workspace,
        Optional<DatabaseAddress> database,
        int concurrency,
        Duration runTimeout,
        List<String> allowedHosts,
        List<String> allowedOrigins,
        LanguageModelSettings languageModel,
        Optional<Path> kicad,
        Optional<Path> ngspice,
        String logLevel) {

    /** Where, below the workspace, the file lies. */
    public static final String FILE = ".forge/config.properties";

    private static final List<String> LOG_LEVELS = List.of("error", "warn", "info", "debug", "trace");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m|h)?");
    private static final Pattern MONEY = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,9})?");
    private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9._-]+|\\[[0-9a-f:.]+\\]|[0-9a-f:.]+");

    /**
     * Puts the settings together.
     *
     * @param flags given on the command line
     * @param environment all variables of the process
     * @param currentFolder relative paths start from
     * @throws ConfigurationException where a value or a key is wrong
     */
    public static Configuration resolve(
            Map<Option, String> flags, Map<String, String> environment, Path currentFolder) {
        Sources sources = new Sources(flags, environment);
        Path workspace = path(sources.get(Option.WORKSPACE), currentFolder);
        sources.read(workspace.resolve(FILE));
        return new Configuration(
                host(sources.get(Option.HOST)),
                number(sources.get(Option.PORT), "a port, 0 to 65535 (0 for any that is free)", n -> n <= 65_535),
                bool(sources.get(Option.INSECURE)),
                sources.find(Option.REQUIRE_KEYS).map(Configuration::bool),
                number(
                        sources.get(Option.REQUESTS_PER_KEY),
                        "how many requests a minute, 1 to 1000000",
                        n -> n >= 1 && n <= 1_000_000),
                number(sources.get(Option.RUNS_PER_KEY), "how many runs at once, 1 to 1000", n -> n >= 1 && n <= 1000),
                workspace,
                database(sources),
                number(sources.get(Option.CONCURRENCY), "how many runs at once, 1 to 1000", n -> n >= 1 && n <= 1000),
                duration(sources.get(Option.RUN_TIMEOUT)),
                list(sources.get(Option.ALLOWED_HOST), Configuration::hostName),
                list(sources.get(Option.ALLOWED_ORIGIN), Configuration::origin),
                languageModel(sources),
                sources.find(Option.KICAD).map(setting -> path(setting, workspace)),
                sources.find(Option.NGSPICE).map(setting -> path(setting, workspace)),
                logLevel(sources.get(Option.LOG_LEVEL)));
    }

    private static LanguageModelSettings languageModel(Sources sources) {
        return new LanguageModelSettings(
                text(sources, Option.LLM_PROVIDER),
                text(sources, Option.LLM_BASE_URL),
                text(sources, Option.LLM_API_KEY),
                text(sources, Option.LLM_MODEL),
                duration(sources.get(Option.LLM_TIMEOUT)),
                number(
                        sources.get(Option.LLM_BUDGET_TOKENS),
                        "how many tokens a session may use, 1000 to 1000000000",
                        n -> n >= 1000 && n <= 1_000_000_000),
                money(sources.get(Option.LLM_BUDGET_USD), true),
                sources.find(Option.LLM_PRICE_INPUT)
                        .map(price -> money(price, false))
                        .orElse(null),
                sources.find(Option.LLM_PRICE_OUTPUT)
                        .map(price -> money(price, false))
                        .orElse(null),
                fallBack(sources.get(Option.LLM_ON_FAILURE)));
    }

    private static BigDecimal money(Sources.Setting setting, boolean positive) {
        if (MONEY.matcher(setting.value()).matches()) {
            BigDecimal money = new BigDecimal(setting.value());
            if (!positive || money.signum() > 0) {
                return money;
            }
        }
        throw setting.wrong("US dollars such as 0.25" + (positive ? ", more than 0" : ""));
    }

    private static boolean fallBack(Sources.Setting setting) {
        return switch (setting.value().toLowerCase(Locale.ROOT)) {
            case "fall-back" -> true;
            case "fail" -> false;
            default -> throw setting.wrong("fall-back or fail");
        };
    }

    private static @Nullable String text(Sources sources, Option option) {
        return sources.find(option)
                .map(Sources.Setting::value)
                .filter(value -> !value.isEmpty())
                .orElse(null);
    }

    private static Optional<DatabaseAddress> database(Sources sources) {
        return sources.find(Option.DATABASE_URL)
                .map(url -> DatabaseAddress.parse(
                        url.value(),
                        text(sources, Option.DATABASE_USER),
                        text(sources, Option.DATABASE_PASSWORD),
                        url.place()));
    }

    private static String host(Sources.Setting setting) {
        String host = setting.value().toLowerCase(Locale.ROOT);
        if (!HOST_NAME.matcher(host).matches()) {
            throw setting.wrong("a host name or an address");
        }
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int number(Sources.Setting setting, String expected, IntPredicate allowed) {
        try {
            int number = Integer.parseInt(setting.value());
            if (number >= 0 && allowed.test(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of bounds.
        }
        throw setting.wrong(expected);
    }

    private static boolean bool(Sources.Setting setting) {
        return switch (setting.value().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw setting.wrong("true or false");
        };
    }

    private static Path path(Sources.Setting setting, Path base) {
        try {
            return base.toAbsolutePath().resolve(setting.value()).normalize();
        } catch (InvalidPathException e) {
            throw setting.wrong("a path");
        }
    }

    private static Duration duration(Sources.Setting setting) {
        Matcher matcher = DURATION.matcher(setting.value());
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            String unit = matcher.group(2) == null ? "s" : matcher.group(2);
            Duration duration =
                    switch (unit) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofSeconds(amount);
                    };
            if (!duration.isZero() && duration.compareTo(Duration.ofHours(24)) <= 0) {
                return duration;
            }
        }
        throw setting.wrong("a time such as 90s, 10m or 2h, at most 24h");
    }

    private static <T> List<T> list(Sources.Setting setting, Function<Sources.Setting, T> parse) {
        return Arrays.stream(setting.value().split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .map(item -> parse.apply(new Sources.Setting(item, setting.place())))
                .distinct()
                .toList();
    }

    private static String hostName(Sources.Setting setting) {
        String name = setting.value().toLowerCase(Locale.ROOT);
        if (!HOST_NAME.matcher(name).matches()) {
            throw setting.wrong("host names separated by commas, without scheme and port");
        }
        return name;
    }

    private static String origin(Sources.Setting setting) {
        try {
            URI uri = new URI(setting.value().toLowerCase(Locale.ROOT));
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && (uri.getRawPath() == null || uri.getRawPath().isEmpty())
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null) {
                return uri.toString();
            }
        } catch (URISyntaxException e) {
            // Reported below, like an address that is no origin.
        }
        throw setting.wrong("origins such as https://design.example.org separated by commas");
    }

    private static String logLevel(Sources.Setting setting) {
        String level = setting.value().toLowerCase(Locale.ROOT);
        if (!LOG_LEVELS.contains(level)) {
            throw setting.wrong("one of " + String.join(", ", LOG_LEVELS));
        }
        return level;
    }
}
