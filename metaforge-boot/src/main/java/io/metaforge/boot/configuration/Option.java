package io.metaforge.boot.configuration;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings of a gateway: each has one key, which as a flag, in the environment and in the file differs in form only. */
public enum Option {
    HOST("host", "127.0.0.1"),
    PORT("port", "3000"),
    INSECURE("insecure", "false"),
    REQUIRE_KEYS("require-keys", null),
    REQUESTS_PER_KEY("requests-per-key", "100"),
    RUNS_PER_KEY("runs-per-key", "10"),
    WORKSPACE("workspace", "."),
    DATABASE_URL("database-url", null),
    DATABASE_USER("database-user", null),
    DATABASE_PASSWORD("database-password", null),
    CONCURRENCY("concurrency", "10"),
    RUN_TIMEOUT("run-timeout", "10m"),
    ALLOWED_HOST("allowed-host", ""),
    ALLOWED_ORIGIN("allowed-origin", ""),
    LLM_PROVIDER("llm-provider", null),
    LLM_BASE_URL("llm-base-url", null),
    LLM_API_KEY("llm-api-key", null),
    LLM_MODEL("llm-model", null),
    LLM_TIMEOUT("llm-timeout", "2m"),
    LLM_BUDGET_TOKENS("llm-budget-tokens", "200000"),
    LLM_BUDGET_USD("llm-budget-usd", "1"),
    LLM_PRICE_INPUT("llm-price-input", null),
    LLM_PRICE_OUTPUT("llm-price-output", null),
    LLM_ON_FAILURE("llm-on-failure", "fall-back"),
    KICAD("kicad", null),
    NGSPICE("ngspice", null),
    LOG_LEVEL("log-level", "info");

    private final String key;
    private final @Nullable String byDefault;

    Option(String key, @Nullable String byDefault) {
        this.key = key;
        this.byDefault = byDefault;
    }

    /** Returns the key, such as {@code database-url}: the name in the file, and of the flag behind two dashes. */
    public String key() {
        return key;
    }

    /** Returns the name in the environment, such as {@code METAFORGE_DATABASE_URL}. */
    public String environmentName() {
        return "METAFORGE_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Returns the value where none is set; empty where there is none. */
    public Optional<String> byDefault() {
        return Optional.ofNullable(byDefault);
    }

    /** Finds the option with this key. */
    static Optional<Option> ofKey(String key) {
        return Arrays.stream(values()).filter(option -> option.key.equals(key)).findFirst();
    }

    /** Finds the option with this name in the environment. */
    static Optional<Option> ofEnvironmentName(String name) {
        return Arrays.stream(values())
                .filter(option -> option.environmentName().equals(name))
                .findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Option::key).toList();
    }

    static List<String> environmentNames() {
        return Arrays.stream(values()).map(Option::environmentName).toList();
    }
}
