package io.metaforge.boot.configuration;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** Looks settings up: flag before environment before the workspace's file before default. */
final class Sources {

    /** Variables that are no settings of a gateway: the launcher's, and the client commands' address. */
    private static final Set<String> OTHER_VARIABLES = Set.of(
            "METAFORGE_JAVA",
            "METAFORGE_JAVA_OPTIONS",
            "METAFORGE_JVM_FOLDERS",
            "METAFORGE_APP",
            "METAFORGE_NO_ARCHIVE",
            "METAFORGE_SERVER",
            "METAFORGE_GATEWAY",
            "METAFORGE_API_KEY",
            "METAFORGE_PAGER");

    private final Map<Option, String> flags;
    private final Map<Option, String> environment;
    private Map<Option, String> file = Map.of();
    private String fileName = "";

    Sources(Map<Option, String> flags, Map<String, String> variables) {
        this.flags = Map.copyOf(flags);
        this.environment = environment(variables);
    }

    /** A setting and the place it was made, in words. */
    record Setting(String value, String place) {

        ConfigurationException wrong(String expected) {
            return new ConfigurationException(place + " is '" + value + "'; expected " + expected);
        }
    }

    Optional<Setting> find(Option option) {
        if (flags.containsKey(option)) {
            return Optional.of(new Setting(flags.get(option), "--" + option.key()));
        }
        if (environment.containsKey(option)) {
            return Optional.of(new Setting(environment.get(option), option.environmentName()));
        }
        if (file.containsKey(option)) {
            return Optional.of(new Setting(file.get(option), option.key() + " in " + fileName));
        }
        return option.byDefault().map(value -> new Setting(value, "the default of " + option.key()));
    }

    Setting get(Option option) {
        return find(option).orElseThrow();
    }

    /** Reads the file if there is one. */
    void read(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        Properties properties = new Properties();
        fileName = path.getParent().getFileName() + "/" + path.getFileName();
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    fileName + " cannot be read as UTF-8 lines of key=value: " + e.getMessage());
        }
        Map<Option, String> read = new EnumMap<>(Option.class);
        for (String key : properties.stringPropertyNames()) {
            Option option = Option.ofKey(key)
                    .orElseThrow(() -> new ConfigurationException("Unknown key '" + key + "' in " + fileName
                            + "; did you mean '" + NearestName.of(key, Option.keys()) + "'?"));
            if (option == Option.WORKSPACE) {
                throw new ConfigurationException(
                        "'workspace' cannot be set in " + fileName + ": the file belongs to the workspace it lies in");
            }
            read.put(option, properties.getProperty(key).strip());
        }
        file = read;
    }

    private static Map<Option, String> environment(Map<String, String> variables) {
        Map<Option, String> found = new EnumMap<>(Option.class);
        variables.forEach((name, value) -> {
            if (name.startsWith("METAFORGE_") && !OTHER_VARIABLES.contains(name)) {
                Option option = Option.ofEnvironmentName(name)
                        .orElseThrow(() -> new ConfigurationException("Unknown environment variable " + name
                                + "; did you mean " + NearestName.of(name, Option.environmentNames()) + "?"));
                if (!value.isBlank()) {
                    found.put(option, value.strip());
                }
            }
        });
        return found;
    }
}
