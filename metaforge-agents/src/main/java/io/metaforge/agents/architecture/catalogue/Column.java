package io.metaforge.agents.architecture.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A column that {@code parts.csv} may have; they are listed in {@code columns.json}.
 *
 * @param name in the header
 * @param member where the value stands in an entry of the catalogue, members separated by dots; empty where it is not
 *     simply put there
 * @param type of the value
 * @param unit of a number; empty for none
 * @param meaning for a person
 */
record Column(String name, String member, Type type, String unit, String meaning) {

    /** How a cell is read. */
    enum Type {
        TEXT,
        WORDS,
        NUMBER,
        WHOLE,
        NUMBERS,
        COUNTS,
        FIGURES,
        FLAG,
        KIND,
        USE
    }

    /** Begins the names of columns with the supply current in one mode, such as {@code current_sleep}. */
    static final String CURRENT = "current_";

    /** Begins the names of columns that are a reader's own and say nothing here. */
    static final String OWN = "x_";

    private static final class Known {
        static final Map<String, Column> COLUMNS = read();

        private static Map<String, Column> read() {
            try (InputStream in = Column.class.getResourceAsStream("columns.json")) {
                if (in == null) {
                    throw new IllegalStateException("no columns.json");
                }
                Map<String, Column> columns = new LinkedHashMap<>();
                for (JsonNode node : JsonMapper.builder().build().readTree(in)) {
                    Column column = new Column(
                            node.path("column").asText(),
                            node.path("member").asText(""),
                            Type.valueOf(node.path("type").asText().toUpperCase(java.util.Locale.ROOT)),
                            node.path("unit").asText(""),
                            node.path("meaning").asText());
                    columns.put(column.name, column);
                }
                return columns;
            } catch (IOException e) {
                throw new UncheckedIOException("columns.json", e);
            }
        }
    }

    /** Returns all columns with a name of their own, in the order they are documented in. */
    static List<Column> all() {
        return new ArrayList<>(Known.COLUMNS.values());
    }

    /** Returns the column called {@code name}; null where there is none. */
    static @org.jspecify.annotations.Nullable Column called(String name) {
        Column known = Known.COLUMNS.get(name);
        if (known == null && name.matches("current_[a-z][a-z0-9-]{0,30}")) {
            return new Column(name, "", Type.NUMBER, "mA", "supply current in this mode");
        }
        return known;
    }
}
