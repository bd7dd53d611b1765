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
            names = "--llm-provider",
            paramLabel = "NAME",
            description = "openai, which is everything that speaks its protocol, anthropic or ollama; openai.")
    void llmProvider(String value) {
        given.put(Option.LLM_PROVIDER, value);
    }

    @CommandLine.Option(
            order = -85,
            names = "--llm-base-url",
            paramLabel = "URL",
            description = "Where the language model answers; the provider's own address.")
    void llmBaseUrl(String value) {
        given.put(Option.LLM_BASE_URL, value);
    }

    @CommandLine.Option(
            order = -84,
            names = "--llm-model",
            paramLabel = "NAME",
            description = "Its model. The key goes into METAFORGE_LLM_API_KEY, where others do not see it.")
    void llmModel(String value) {
        given.put(Option.LLM_MODEL, value);
    }

    @CommandLine.Option(
            order = -83,
            names = "--llm-timeout",
            paramLabel = "TIME",
            description = "After which one attempt at a request is given up; 2m.")
    void llmTimeout(String value) {
        given.put(Option.LLM_TIMEOUT, value);
    }

    @CommandLine.Option(
            order = -82,
            names = "--llm-budget-tokens",
            paramLabel = "NUMBER",
            description = "Tokens a session may use before it asks for more; 200000.")
    void llmBudgetTokens(String value) {
        given.put(Option.LLM_BUDGET_TOKENS, value);
    }

    @CommandLine.Option(
            order = -81,
            names = "--llm-budget-usd",
            paramLabel = "AMOUNT",
            description = "US dollars a session may use before it asks for more, where prices are known; 1.")
    void llmBudgetUsd(String value) {
        given.put(Option.LLM_BUDGET_USD, value);
    }

    @CommandLine.Option(
            order = -80,
            names = "--llm-price-input",
            paramLabel = "AMOUNT",
            description = "US dollars for a million tokens that are sent.")
    void llmPriceInput(String value) {
        given.put(Option.LLM_PRICE_INPUT, value);
    }

    @CommandLine.Option(
            order = -79,
            names = "--llm-price-output",
            paramLabel = "AMOUNT",
            description = "US dollars for a million tokens that come back.")
    void llmPriceOutput(String value) {
        given.put(Option.LLM_PRICE_OUTPUT, value);
    }

    @CommandLine.Option(
            order = -78,
            names = "--llm-on-failure",
            paramLabel = "fall-back|fail",
            description = "What a run does without a usable answer: go on by its rules and say so, or fail; fall-back.")
    void llmOnFailure(String value) {
        given.put(Option.LLM_ON_FAILURE, value);
    }

    @CommandLine.Option(
            order = -77,
            names = "--kicad",
            paramLabel = "PATH",
            description = "Where kicad-cli is, if it is not found.")
    void kicad(String value) {
        given.put(Option.KICAD, value);
    }

    @CommandLine.Option(
            order = -76,
            names = "--ngspice",
            paramLabel = "PATH",
            description = "Where ngspice is, if it is not found.")
    void ngspice(String value) {
        given.put(Option.NGSPICE, value);
    }

    @CommandLine.Option(
            order = -75,
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
