package io.metaforge.boot;

import io.metaforge.adapter.llm.ConfiguredLanguageModel;
import io.metaforge.adapter.llm.LanguageModelSettings;
import io.metaforge.adapter.tools.ToolDetection;
import io.metaforge.application.MetaForge;
import io.metaforge.application.agent.Model.OnFailure;
import io.metaforge.application.port.out.ModelPrices;
import io.metaforge.application.settings.ModelSettings;
import io.metaforge.boot.configuration.Configuration;
import io.metaforge.boot.configuration.ConfigurationException;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.ModelBudget;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Equips a gateway with what lies outside it: external programs and a language model. */
public final class Outside {

    private static final Duration TOOLS_CACHED = Duration.ofMinutes(10);
    private static final Duration MODEL_CACHED = Duration.ofSeconds(30);

    private Outside() {}

    /**
     * Adds what is configured or found.
     *
     * @param opened takes parts that have to be closed with the gateway, by name
     */
    static void equip(
            MetaForge.Builder builder,
            Configuration configuration,
            Clock clock,
            BiConsumer<String, AutoCloseable> opened) {
        ToolDetection tools = tools(configuration, clock);
        opened.accept("tool detection", tools);
        tools.start();
        builder.tools(tools);
        if (configuration.languageModel().isPresent()) {
            ConfiguredLanguageModel model = languageModel(configuration, clock);
            opened.accept("language model", model);
            model.start();
            builder.languageModel(model);
            builder.modelSettings(modelSettings(configuration.languageModel()));
        }
    }

    /** Returns what looks for tools as configured, not started yet. */
    public static ToolDetection tools(Configuration configuration, Clock clock) {
        Map<String, Path> configured = new HashMap<>();
        configuration.kicad().ifPresent(path -> configured.put("kicad", path));
        configuration.ngspice().ifPresent(path -> configured.put("ngspice", path));
        return new ToolDetection(configured, System.getenv("PATH"), clock, TOOLS_CACHED);
    }

    private static ModelSettings modelSettings(io.metaforge.boot.configuration.LanguageModelSettings model) {
        return new ModelSettings(
                new ModelBudget(model.budgetTokens(), model.budgetUsd()),
                model.fallBack() ? OnFailure.FALL_BACK : OnFailure.FAIL);
    }

    private static ConfiguredLanguageModel languageModel(Configuration configuration, Clock clock) {
        var model = configuration.languageModel();
        try {
            return new ConfiguredLanguageModel(
                    new LanguageModelSettings(
                            model.provider(),
                            model.baseUrl(),
                            model.apiKey(),
                            model.model(),
                            model.priceInput() == null || model.priceOutput() == null
                                    ? null
                                    : new ModelPrices(model.priceInput(), model.priceOutput()),
                            model.timeout()),
                    clock,
                    MODEL_CACHED);
        } catch (MetaForgeException | IllegalArgumentException e) {
            throw new ConfigurationException("the language model cannot be used: " + e.getMessage());
        }
    }
}
