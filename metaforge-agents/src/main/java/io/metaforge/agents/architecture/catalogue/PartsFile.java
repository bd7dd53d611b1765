package io.metaforge.agents.architecture.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a workspace's {@code parts.csv}, whose rows change built-in parts or add others. All that is wrong with it is
 * told at once, each with its line and column. Made for one file; not thread-safe.
 */
final class PartsFile {

    private static final int MAX_TOLD = 20;

    private final String file;
    private final Catalogue base;
    private final List<Map<String, Object>> faults = new ArrayList<>();
    private int faultCount;

    private PartsFile(String file, Catalogue base) {
        this.file = file;
        this.base = base;
    }

    /**
     * Returns the parts of {@code base} with those of the file.
     *
     * @throws MetaForgeException of kind {@code VALIDATION} where the file is not as documented
     */
    static List<Part> apply(String file, byte[] bytes, Catalogue base) {
        return new PartsFile(file, base).parts(bytes);
    }

    private List<Part> parts(byte[] bytes) {
        CsvTable table;
        try {
            table = CsvTable.read(bytes);
        } catch (CsvTable.Refusal e) {
            fault(e.line(), "", e.getMessage() == null ? "a table" : e.getMessage());
            throw refusal();
        }
        List<String> names = header(table);
        if (faultCount > 0) {
            throw refusal();
        }
        Map<String, Part> parts = new LinkedHashMap<>();
        base.parts().forEach(part -> parts.put(part.mpn(), part));
        Map<String, String> spelled = new LinkedHashMap<>();
        parts.keySet().forEach(mpn -> spelled.put(mpn.toLowerCase(Locale.ROOT), mpn));
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (CsvTable.Row row : table.rows()) {
            Part part = part(row, names, table.separator() == ';', parts, spelled, seen);
            if (part != null) {
                parts.put(part.mpn(), part);
                spelled.putIfAbsent(part.mpn().toLowerCase(Locale.ROOT), part.mpn());
            }
        }
        companions(parts);
        if (faultCount > 0) {
            throw refusal();
        }
        return List.copyOf(parts.values());
    }

    private List<String> header(CsvTable table) {
        List<String> names = new ArrayList<>();
        Set<String> known = new LinkedHashSet<>();
        for (String cell : table.header().cells()) {
            String name = cell.toLowerCase(Locale.ROOT).replace(' ', '_');
            boolean own = name.startsWith(Column.OWN) || name.isEmpty();
            if (!own && !known.add(name)) {
                fault(table.header().line(), name, "the column is there twice");
            } else if (!own && Column.called(name) == null) {
                fault(
                        table.header().line(),
                        name,
                        "there is no such column" + nearest(name) + "; names of your own begin with x_");
            }
            names.add(own ? "" : name);
        }
        if (!known.contains("mpn")) {
            fault(
                    table.header().line(),
                    "mpn",
                    "the first line has to name the columns, and mpn has to be one of them");
        }
        return names;
    }

    private static String nearest(String name) {
        return Column.all().stream()
                .map(Column::name)
                .filter(other -> other.startsWith(name) || name.startsWith(other) || other.endsWith("_" + name))
                .findFirst()
                .map(other -> " (is " + other + " meant?)")
                .orElse("");
    }

    private @Nullable Part part(
            CsvTable.Row row,
            List<String> names,
            boolean decimalComma,
            Map<String, Part> parts,
            Map<String, String> spelled,
            Map<String, Integer> seen) {
        int before = faultCount;
        for (int i = names.size(); i < row.cells().size(); i++) {
            if (!row.cell(i).isEmpty()) {
                fault(row.line(), "", "the row has more cells than the first line has columns");
                return null;
            }
        }
        String given = row.cell(names.indexOf("mpn"));
        if (given.isEmpty() || given.length() > 60) {
            fault(row.line(), "mpn", "a part number of at most 60 characters");
            return null;
        }
        String mpn = spelled.getOrDefault(given.toLowerCase(Locale.ROOT), given);
        Integer earlier = seen.putIfAbsent(mpn, row.line());
        if (earlier != null) {
            fault(row.line(), "mpn", mpn + " is in line " + earlier + " already");
            return null;
        }
        Part known = parts.get(mpn);
        ObjectNode entry = known == null ? CatalogueReader.JSON.createObjectNode() : CatalogueReader.entry(mpn);
        if (entry == null) {
            fault(row.line(), "mpn", mpn + " belongs to the program this runs in and cannot be changed");
            return null;
        }
        Entry change =
                new Entry(entry, decimalComma, functions(), (column, expected) -> fault(row.line(), column, expected));
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!name.isEmpty() && !row.cell(i).isEmpty()) {
                change.put(name, row.cell(i));
                if (!name.equals("mpn") && !name.equals("use")) {
                    columns.add(name);
                }
            }
        }
        change.finish(mpn, known == null);
        if (faultCount > before) {
            return null;
        }
        Listing listing = new Listing(file, row.line(), known == null, change.use(), columns);
        return CatalogueReader.listed(entry, listing);
    }

    private Set<String> functions() {
        Set<String> functions = new TreeSet<>();
        base.parts().forEach(part -> functions.addAll(part.functions()));
        return Collections.unmodifiableSet(functions);
    }

    private void companions(Map<String, Part> parts) {
        for (Part part : parts.values()) {
            Listing listing = part.listing();
            if (listing != null) {
                part.companions().stream()
                        .filter(companion -> !parts.containsKey(companion))
                        .forEach(companion -> fault(
                                listing.line(), "companions", companion + " is neither built in nor in the file"));
            }
        }
    }

    private void fault(int line, String column, String expected) {
        faultCount++;
        if (faults.size() < MAX_TOLD) {
            Map<String, Object> fault = new LinkedHashMap<>();
            fault.put("line", line);
            fault.put("column", column);
            fault.put("expected", expected);
            faults.add(fault);
        }
    }

    private MetaForgeException refusal() {
        List<String> told = new ArrayList<>();
        for (Map<String, Object> fault : faults.subList(0, Math.min(3, faults.size()))) {
            String column = String.valueOf(fault.get("column"));
            told.add("line " + fault.get("line") + (column.isEmpty() ? "" : ", column " + column) + ": "
                    + fault.get("expected"));
        }
        int more = faultCount - told.size();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("path", file);
        details.put("faults", List.copyOf(faults));
        return new Failure(
                        FailureKind.VALIDATION,
                        file + " cannot be used: " + String.join("; ", told)
                                + (more > 0 ? "; and " + more + " more" : "") + ".",
                        details)
                .asException();
    }
}
