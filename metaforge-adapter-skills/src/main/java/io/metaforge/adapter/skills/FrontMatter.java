package io.metaforge.adapter.skills;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What a {@code SKILL.md} says between its first two lines of {@code ---}, and what follows them.
 *
 * @param fields by name; values of JSON types
 * @param body the instructions
 */
record FrontMatter(Map<String, Object> fields, String body) {

    private static final String FENCE = "---";
    private static final int MAX_ALIASES = 10;
    private static final int MAX_CHARACTERS = 64 << 10;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setLabel("SKILL.md")
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setCodePointLimit(MAX_CHARACTERS)
            .build();

    /** Splits a {@code SKILL.md} and reads its YAML. */
    static FrontMatter of(String text) throws BrokenSkillException {
        List<String> lines =
                (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
        if (lines.isEmpty() || !lines.get(0).stripTrailing().equals(FENCE)) {
            throw new BrokenSkillException(
                    "SKILL.md does not begin with front matter: its first line has to be '---', then name and description,"
                            + " then '---'");
        }
        int end = 1;
        while (end < lines.size() && !lines.get(end).stripTrailing().equals(FENCE)) {
            end++;
        }
        if (end == lines.size()) {
            throw new BrokenSkillException("the front matter of SKILL.md has no end: a second line '---' is missing");
        }
        return new FrontMatter(
                fields(String.join("\n", lines.subList(1, end))),
                String.join("\n", lines.subList(end + 1, lines.size())).strip());
    }

    private static Map<String, Object> fields(String yaml) throws BrokenSkillException {
        Object loaded;
        try {
            loaded = new Load(SETTINGS).loadFromString(yaml);
        } catch (MarkedYamlEngineException e) {
            String where = e.getProblemMark()
                    .map(mark -> "line " + (mark.getLine() + 2) + ", column " + (mark.getColumn() + 1) + ": ")
                    .orElse("");
            throw new BrokenSkillException("the front matter of SKILL.md is not YAML: " + where + e.getProblem());
        } catch (YamlEngineException e) {
            throw new BrokenSkillException("the front matter of SKILL.md is not YAML: " + e.getMessage());
        }
        if (!(loaded instanceof Map<?, ?> map)) {
            throw new BrokenSkillException(
                    "the front matter of SKILL.md has to name fields, such as 'name' and 'description'");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value != null) {
                fields.put(String.valueOf(key), value);
            }
        });
        return fields;
    }

    /** Returns the entries of {@code metadata}; empty where there is none. */
    Map<String, Object> metadata() throws BrokenSkillException {
        Object metadata = fields.get("metadata");
        if (metadata == null) {
            return Map.of();
        }
        if (!(metadata instanceof Map<?, ?> map)) {
            throw new BrokenSkillException("'metadata' in SKILL.md has to be a map of names to texts");
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value != null) {
                entries.put(String.valueOf(key), value);
            }
        });
        return entries;
    }

    /** Returns a value as text; null where it is neither text nor number. */
    static String text(String name, Object value) throws BrokenSkillException {
        if (value instanceof String || value instanceof Number) {
            return String.valueOf(value).strip();
        }
        throw new BrokenSkillException("'" + name + "' in SKILL.md has to be a text");
    }

    /** Returns a list, or a text of names with spaces or commas between them, as a list. */
    static List<String> names(String name, Object value) throws BrokenSkillException {
        List<String> names = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object each : list) {
                names.add(text(name, each == null ? List.of() : each));
            }
        } else {
            for (String each : text(name, value).split("[\\s,]+")) {
                if (!each.isEmpty()) {
                    names.add(each);
                }
            }
        }
        return names;
    }
}
