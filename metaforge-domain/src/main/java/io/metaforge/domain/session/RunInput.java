package io.metaforge.domain.session;

import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says what a run works on.
 *
 * @param files to read; empty means the skill's default inputs
 * @param args of the skill: JSON types only (null, boolean, number, string, list, map with string keys)
 */
public record RunInput(List<WorkspacePath> files, Map<String, @Nullable Object> args) {

    /** No files, no arguments. */
    public static final RunInput EMPTY = new RunInput(List.of(), Map.of());

    public RunInput {
        files = List.copyOf(files);
        args = frozen(args);
    }

    /** Returns an input of these files and no arguments. */
    public static RunInput ofFiles(String... paths) {
        List<WorkspacePath> files = new ArrayList<>();
        for (String path : paths) {
            files.add(new WorkspacePath(path));
        }
        return new RunInput(files, Map.of());
    }

    private static Map<String, @Nullable Object> frozen(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put((String) key, frozenValue(value)));
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object frozenValue(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return frozen(map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(frozenValue(element)));
            return Collections.unmodifiableList(copy);
        }
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number && Double.isNaN(number.doubleValue())) {
            throw new IllegalArgumentException("JSON has no NaN");
        }
        if (value instanceof Double number && number.isInfinite()
                || value instanceof Float single && single.isInfinite()) {
            throw new IllegalArgumentException("JSON has no infinity");
        }
        if (value instanceof Number) {
            return value;
        }
        throw new IllegalArgumentException(
                "not a JSON type: " + value.getClass().getName());
    }

    /**
     * Returns a digest that two inputs share exactly when they are equal as JSON: the order of members and the way a
     * number is written do not matter, the order of files does.
     */
    public Digest fingerprint() {
        StringBuilder text = new StringBuilder();
        for (WorkspacePath file : files) {
            text.append(file.value()).append('\n');
        }
        canonical(args, text.append('\u001f'));
        return Digest.of(text.toString());
    }

    private static void canonical(@Nullable Object value, StringBuilder text) {
        if (value instanceof Map<?, ?> map) {
            text.append('{');
            new TreeMap<>(map).forEach((key, member) -> {
                quoted((String) key, text);
                canonical(member, text.append(':'));
                text.append(',');
            });
            text.append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            for (Object element : list) {
                canonical(element, text);
                text.append(',');
            }
            text.append(']');
        } else if (value instanceof String string) {
            quoted(string, text);
        } else if (value instanceof Number number) {
            text.append(new BigDecimal(number.toString()).stripTrailingZeros());
        } else {
            text.append(value);
        }
    }

    private static void quoted(String string, StringBuilder text) {
        text.append(string.length()).append('"').append(string);
    }
}
