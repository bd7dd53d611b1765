package io.metaforge.agents.architecture.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * KiCad's symbol libraries, as Debian's package {@code kicad-symbols} installs them: files of KiCad 6 to 9, of which this
 * reads the lines it needs. A symbol that extends another takes over what it does not say itself.
 */
final class KiCadSymbols {

    /** A symbol: the numbers of its pins, its footprint (may be empty) and the patterns of footprints it allows. */
    record Symbol(String library, String name, Collection<String> pins, String footprint, List<String> filters) {

        /** Reports whether {@code footprint}, as {@code library:name}, is the symbol's or one that its filters allow. */
        boolean allows(String footprint) {
            String name = footprint.substring(footprint.indexOf(':') + 1);
            return footprint.equals(this.footprint) || filters.stream().anyMatch(filter -> glob(name, filter));
        }

        /** Reports whether the symbol has {@code count} pins: those it shows, or those its numbers go up to. */
        boolean has(int count) {
            int highest = pins.stream()
                    .filter(number -> number.matches("[0-9]{1,4}"))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElse(0);
            return pins.size() == count || highest == count;
        }

        private static boolean glob(String name, String filter) {
            StringBuilder pattern = new StringBuilder();
            for (char c : filter.toCharArray()) {
                pattern.append(c == '*' ? ".*" : c == '?' ? "." : java.util.regex.Pattern.quote(String.valueOf(c)));
            }
            return name.matches(pattern.toString());
        }
    }

    private static final class Read {
        final String library;
        final String name;
        final TreeSet<String> pins = new TreeSet<>();
        final Map<String, String> properties = new LinkedHashMap<>();
        String parent = "";

        Read(String library, String name) {
            this.library = library;
            this.name = name;
        }
    }

    private final Map<String, Read> symbols = new LinkedHashMap<>();

    private int version;

    private KiCadSymbols() {}

    /** Returns the first number of the KiCad these come with; 0 for one that does not say, which is before 8. */
    int version() {
        return version;
    }

    static KiCadSymbols in(Path folder) throws IOException {
        KiCadSymbols symbols = new KiCadSymbols();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".kicad_sym"))
                    .sorted()
                    .toList()) {
                symbols.read(file);
            }
        }
        return symbols;
    }

    private void read(Path file) throws IOException {
        String library = Objects.requireNonNull(file.getFileName()).toString().replace(".kicad_sym", "");
        Read symbol = new Read(library, "");
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int start = line.indexOf('(');
                if (start < 0) {
                    continue;
                }
                if (line.startsWith("(symbol \"", start) && (line.charAt(0) == '\t' ? start == 1 : start == 2)) {
                    symbol = new Read(library, quoted(line, start));
                    symbols.put(library + ":" + symbol.name, symbol);
                } else if (line.startsWith("(generator_version \"", start)) {
                    version = Math.max(
                            version, Integer.parseInt(quoted(line, start).split("\\.")[0]));
                } else if (line.startsWith("(extends \"", start)) {
                    symbol.parent = quoted(line, start);
                } else if (line.startsWith("(property \"Footprint\" \"", start)) {
                    symbol.properties.put("Footprint", quoted(line, start + 21));
                } else if (line.startsWith("(property \"ki_fp_filters\" \"", start)) {
                    symbol.properties.put("ki_fp_filters", quoted(line, start + 25));
                } else if (line.startsWith("(number \"", start)) {
                    symbol.pins.add(quoted(line, start));
                }
            }
        }
    }

    private static String quoted(String line, int from) {
        int open = line.indexOf('"', from);
        return line.substring(open + 1, line.indexOf('"', open + 1));
    }

    @Nullable
    Symbol find(String id) {
        Read own = symbols.get(id);
        if (own == null) {
            return null;
        }
        Collection<String> pins = own.pins;
        String footprint = own.properties.getOrDefault("Footprint", "");
        String filters = own.properties.getOrDefault("ki_fp_filters", "");
        Read parent = own;
        for (int depth = 0; depth < 8 && !parent.parent.isEmpty(); depth++) {
            Read next = symbols.get(own.library + ":" + parent.parent);
            if (next == null) {
                break;
            }
            parent = next;
            pins = pins.isEmpty() ? parent.pins : pins;
            footprint = footprint.isEmpty() ? parent.properties.getOrDefault("Footprint", "") : footprint;
            filters = filters.isEmpty() ? parent.properties.getOrDefault("ki_fp_filters", "") : filters;
        }
        return new Symbol(
                own.library, own.name, pins, footprint, List.of(filters.trim().split(" +")));
    }

    /** Returns the symbols whose name is the beginning of {@code mpn}, an {@code x} in it standing for any character. */
    List<String> named(String mpn) {
        List<String> found = new ArrayList<>();
        symbols.forEach((id, symbol) -> {
            if (symbol.name.length() > 4 && begins(mpn, symbol.name)) {
                found.add(id);
            }
        });
        return found;
    }

    /** Reports whether {@code mpn} is {@code name} and what an order number adds. */
    static boolean begins(String mpn, String name) {
        if (name.length() > mpn.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != 'x' && name.charAt(i) != mpn.charAt(i)) {
                return false;
            }
        }
        // A digit that follows is part of another number, such as that of the TPS5430 in TPS54302.
        return name.length() == mpn.length()
                || !Character.isDigit(mpn.charAt(name.length()))
                || !Character.isDigit(name.charAt(name.length() - 1));
    }
}
