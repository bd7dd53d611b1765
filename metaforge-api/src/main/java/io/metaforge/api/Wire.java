package io.metaforge.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Freezes collections of wire records; what an older or newer peer left out reads as empty. */
final class Wire {

    private Wire() {}

    /** Copies a list; null elements, which JSON allows, stay. */
    static <T extends @Nullable Object> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(list));
    }

    /** Copies a map in its order; null values, which JSON allows, stay. */
    static <V extends @Nullable Object> Map<String, V> map(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
