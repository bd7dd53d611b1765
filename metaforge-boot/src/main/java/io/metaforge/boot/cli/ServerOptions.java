package io.metaforge.boot.cli;

import io.metaforge.boot.configuration.Option;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The settings of a gateway as flags. They are checked where all sources come together, not here.
 *
 * <p>Each has its place in the help, before the options without one: methods come from reflection in no order.
 */
final class ServerOptions {

    private final Map<Option, String> given = new EnumMap<>(Option.class);

    @CommandLine.Option(
            order = -99,
            names = "--host",
            paramLabel = "NAME",
            description = "Where to listen; 127.0.0.1, which with ::1 is this machine only.")
    void host(String value) {
        given.put(Option.HOST, value);
    }

    @CommandLine.Option(
            order = -98,
            names = "--port",
            paramLabel = "NUMBER",
            description = "3000; 0 for any that is free.")
    void port(String value) {
        given.put(Option.PORT, value);
    }

    @CommandLine.Option(
            order = -97,
            names = "--insecure",
            description = "Listen on an address other machines can reach without asking them for keys.")
    void insecure(boolean value) {
        given.put(Option.INSECURE, Boolean.toString(value));
    }

    @CommandLine.Option(
            order = -96,
            names = "--require-keys",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "Let only holders of API keys in (see 'metaforge keys'); by default where other machines can"
                    + " reach the address.")
    void requireKeys(String value) {
        given.put(Option.REQUIRE_KEYS, value);
    }

    @CommandLine.Option(
            order = -95,
            names = "--requests-per-key",
            paramLabel = "NUMBER",
            description = "Requests a minute of each key; 100.")
    void requestsPerKey(String value) {
        given.put(Option.REQUESTS_PER_KEY, value);
    }

    @CommandLine.Option(
            order = -94,
            names = "--runs-per-key",
            paramLabel = "NUMBER",
            description = "Runs at once of each key; 10.")
    void runsPerKey(String value) {
        given.put(Option.RUNS_PER_KEY, value);
    }

    @CommandLine.Option(order = -93, names = "--workspace", paramLabel = "FOLDER", description = "The current folder.")
    void workspace(String value) {
        given.put(Option.WORKSPACE, value);
    }

    @CommandLine.Option(
            order = -92,
            names = "--database-url",
            paramLabel = "URL",
            description =
                    "postgres://USER:PASSWORD@HOST:PORT/DATABASE, shared by any number of gateways on the workspace;"
                            + " without it, PostgreSQL runs embedded in .forge/postgres.")
    void databaseUrl(String value) {
        given.put(Option.DATABASE_URL, value);
    }

    @CommandLine.Option(
            order = -91,
            names = "--database-user",
            paramLabel = "NAME",
            description = "Wins over the one in the URL.")
    void databaseUser(String value) {
        given.put(Option.DATABASE_USER, value);
    }

    @CommandLine.Option(order = -90, names = "--concurrency", paramLabel = "NUMBER", description = "Runs at once; 10.")
    void concurrency(String value) {
        given.put(Option.CONCURRENCY, value);
    }

    @CommandLine.Option(
            order = -89,
            names = "--run-timeout",
            paramLabel = "TIME",
            description = "After which a run fails, such as 90s, 10m, 2h; 10m.")
    void runTimeout(String value) {
        given.put(Option.RUN_TIMEOUT, value);
    }

    @CommandLine.Option(
            order = -88,
            names = "--allowed-host",
            paramLabel = "NAMES",
            description = "Names that may stand in Host beside the loopback's, separated by commas.")
    void allowedHost(String value) {
        given.put(Option.ALLOWED_HOST, value);
    }

    @CommandLine.Option(
            order = -87,
            names = "--allowed-origin",
            paramLabel = "ORIGINS",
            description = "Origins whose web pages may call, separated by commas.")
    void allowedOrigin(String value) {
        given.put(Option.ALLOWED_ORIGIN, value);
    }

    @CommandLine.Option(
            order = -86,
            names = "--llm-base-url",
            paramLabel = "URL",
            description = "An OpenAI-compatible endpoint.")
    void llmBaseUrl(String value) {
        given.put(Option.LLM_BASE_URL, value);
    }

    @CommandLine.Option(
            order = -85,
            names = "--llm-model",
            paramLabel = "NAME",
            description = "Its model. The key goes into METAFORGE_LLM_API_KEY, where others do not see it.")
    void llmModel(String value) {
        given.put(Option.LLM_MODEL, value);
    }

    @CommandLine.Option(
            order = -84,
            names = "--kicad",
            paramLabel = "PATH",
            description = "Where kicad-cli is, if it is not found.")
    void kicad(String value) {
        given.put(Option.KICAD, value);
    }

    @CommandLine.Option(
            order = -83,
            names = "--ngspice",
            paramLabel = "PATH",
            description = "Where ngspice is, if it is not found.")
    void ngspice(String value) {
        given.put(Option.NGSPICE, value);
    }

    @CommandLine.Option(
            order = -82,
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "error, warn, info, debug or trace; info.")
    void logLevel(String value) {
        given.put(Option.LOG_LEVEL, value);
    }

    /** Returns what was given. */
    Map<Option, String> given() {
        return given;
    }

    /** Returns what was given for one option; null where nothing was. */
    @Nullable
    String given(Option option) {
        return given.get(option);
    }
}
