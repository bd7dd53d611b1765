package io.metaforge.agents.architecture.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An entry of the catalogue that a row of {@code parts.csv} fills in. Made for one row; not thread-safe. */
final class Entry {

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:\\d{1,12}(?:[.]\\d{1,12})?|[.]\\d{1,12})(?:[eE][+-]?\\d)?");
    private static final Pattern WORD = Pattern.compile("[^\\s\\p{Cntrl}]{1,60}");
    private static final Pattern ADDRESS = Pattern.compile("0x[0-7][0-9A-F]");
    private static final Pattern FOOTPRINT = Pattern.compile("[A-Za-z0-9_.+-]{1,80}:[^\\s:/]{1,160}");
    private static final List<String> KINDS = List.of("ldo", "buck", "boost", "buck-boost");
    private static final Set<String> BUSES =
            Set.of("I2C", "SPI", "UART", "CAN", "I2S", "RMII", "PWM", "ADC", "GPIO", "USB", "SWD", "1-Wire");

    private final ObjectNode entry;
    private final boolean decimalComma;
    private final Set<String> functions;
    private final BiConsumer<String, String> faults;
    private final Map<String, BigDecimal> numbers = new LinkedHashMap<>();
    private Listing.Use use = Listing.Use.OPEN;

    /**
     * Makes one.
     *
     * @param entry to change; empty for a part that is added
     * @param decimalComma whether numbers may have a comma for the point
     * @param functions that there are
     * @param faults takes a column and what was expected in it
     */
    Entry(ObjectNode entry, boolean decimalComma, Set<String> functions, BiConsumer<String, String> faults) {
        this.entry = entry;
        this.decimalComma = decimalComma;
        this.functions = functions;
        this.faults = faults;
    }

    Listing.Use use() {
        return use;
    }

    /** Takes over a cell that is not empty. */
    void put(String name, String cell) {
        Column column = Column.called(name);
        if (column == null || name.equals("mpn")) {
            return;
        }
        switch (column.type()) {
            case USE -> use(cell);
            case TEXT -> text(column, cell);
            case WORDS -> words(column, cell);
            case NUMBER -> number(column, cell);
            case WHOLE -> whole(column, cell);
            case NUMBERS -> list(column, cell);
            case COUNTS, FIGURES -> pairs(column, cell);
            case FLAG -> flag(column, cell);
            case KIND -> kind(column, cell);
        }
    }

    private void use(String cell) {
        switch (cell.toLowerCase(Locale.ROOT)) {
            case "prefer" -> use = Listing.Use.PREFER;
            case "avoid" -> use = Listing.Use.AVOID;
            case "never" -> use = Listing.Use.NEVER;
            default -> faults.accept("use", "prefer, avoid or never, or nothing");
        }
    }

    private void text(Column column, String cell) {
        if (cell.length() > 400) {
            faults.accept(column.name(), "at most 400 characters");
        } else if (List.of("footprint", "symbol").contains(column.name())
                && !FOOTPRINT.matcher(cell).matches()) {
            faults.accept(column.name(), "KiCad's name as library:name");
        } else {
            set(column.member(), entry.textNode(cell));
        }
    }

    private void words(Column column, String cell) {
        ArrayNode list = entry.arrayNode();
        for (String word : cell.split("[ |]+")) {
            String value = column.name().equals("addresses")
                    ? "0x" + word.replaceFirst("^0[xX]", "").toUpperCase(Locale.ROOT)
                    : column.name().equals("bus")
                            ? word.toUpperCase(Locale.ROOT).replace("1-WIRE", "1-Wire")
                            : word;
            if (!WORD.matcher(value).matches()) {
                faults.accept(column.name(), "words of at most 60 characters with spaces between them");
            } else if (column.name().equals("functions") && !functions.contains(value)) {
                faults.accept("functions", "there is no function " + value);
            } else if (column.name().equals("addresses")
                    && !ADDRESS.matcher(value).matches()) {
                faults.accept("addresses", "I2C addresses from 0x00 to 0x7F, such as 0x48");
            } else if (column.name().equals("bus") && !BUSES.contains(value)) {
                faults.accept("bus", "there is no interface " + word);
            } else {
                list.add(value);
            }
        }
        set(column.member(), list);
    }

    private @Nullable BigDecimal parsed(String column, String cell) {
        String text = cell.replace('\u2212', '-');
        if (decimalComma && text.indexOf('.') < 0) {
            text = text.replace(',', '.');
        }
        if (!NUMBER.matcher(text).matches()) {
            faults.accept(
                    column,
                    "a number such as " + (decimalComma ? "3,3" : "3.3") + " without unit or thousands separator");
            return null;
        }
        return new BigDecimal(text);
    }

    private void number(Column column, String cell) {
        BigDecimal value = parsed(column.name(), cell);
        if (value == null) {
            return;
        }
        boolean temperature = column.unit().equals("°C");
        if (!temperature && value.signum() < 0 || positive(column) && value.signum() == 0) {
            faults.accept(column.name(), "a number above 0");
            return;
        }
        numbers.put(column.name(), value);
        if (column.name().startsWith(Column.CURRENT)) {
            current(column.name().substring(Column.CURRENT.length()), value);
        } else if (column.member().contains(".")) {
            set(column.member(), entry.numberNode(value));
        }
    }

    private static boolean positive(Column column) {
        return !column.unit().equals("°C")
                && !List.of("input_min", "output_min", "cell_min").contains(column.name());
    }

    private void whole(Column column, String cell) {
        BigDecimal value = parsed(column.name(), cell);
        boolean year = column.name().equals("price_year");
        if (value != null) {
            if (value.stripTrailingZeros().scale() > 0
                    || value.compareTo(BigDecimal.valueOf(year ? 2000 : 1)) < 0
                    || value.compareTo(BigDecimal.valueOf(year ? 2100 : 10_000_000)) > 0) {
                faults.accept(column.name(), year ? "a year from 2000 to 2100" : "a whole number above 0");
            } else {
                numbers.put(column.name(), value);
                set(column.member(), entry.numberNode(value.intValueExact()));
            }
        }
    }

    private void list(Column column, String cell) {
        ArrayNode list = entry.arrayNode();
        for (String word : cell.split("[ |]+")) {
            BigDecimal value = parsed(column.name(), word);
            if (value != null && value.signum() <= 0) {
                faults.accept(column.name(), "numbers above 0");
            } else if (value != null) {
                list.add(value);
            }
        }
        set(column.member(), list);
    }

    private void pairs(Column column, String cell) {
        ObjectNode pairs = entry.objectNode();
        for (String pair : cell.split("[ |]+")) {
            int equals = pair.indexOf('=');
            BigDecimal value = equals < 1 || !pair.substring(0, equals).matches("[A-Za-z0-9_-]{1,40}")
                    ? null
                    : parsed(column.name(), pair.substring(equals + 1));
            if (equals < 1) {
                faults.accept(column.name(), "pairs such as GPIO=2 with spaces between them");
            } else if (value != null && column.type() == Column.Type.COUNTS) {
                boolean count = value.signum() >= 0
                        && value.stripTrailingZeros().scale() <= 0
                        && value.compareTo(BigDecimal.valueOf(1000)) <= 0;
                if (!count) {
                    faults.accept(column.name(), "whole numbers up to 1000");
                } else {
                    pairs.put(pair.substring(0, equals), value.intValueExact());
                }
            } else if (value != null) {
                pairs.put(pair.substring(0, equals), value);
            }
        }
        // Of the figures and pins of a built-in part, those that the row names are changed.
        JsonNode before = entry.get(column.member());
        if (before instanceof ObjectNode present) {
            present.setAll(pairs);
        } else {
            set(column.member(), pairs);
        }
    }

    private void flag(Column column, String cell) {
        String word = cell.toLowerCase(Locale.ROOT);
        if (!word.equals("yes") && !word.equals("no")) {
            faults.accept(column.name(), "yes or no");
        } else {
            set(column.member(), entry.booleanNode(word.equals("yes")));
        }
    }

    private void kind(Column column, String cell) {
        String kind = cell.toLowerCase(Locale.ROOT);
        if (!KINDS.contains(kind)) {
            faults.accept(column.name(), "ldo, buck, boost or buck-boost");
        } else {
            set(column.member(), entry.textNode(kind));
        }
    }

    private void current(String mode, BigDecimal milliamperes) {
        ArrayNode kept = entry.arrayNode();
        for (JsonNode current : entry.path("currents")) {
            if (!current.path("mode").asText().equals(mode)) {
                kept.add(current);
            }
        }
        kept.addObject().put("mode", mode).put("mA", milliamperes);
        entry.set("currents", kept);
    }

    private void set(String member, JsonNode value) {
        int dot = member.indexOf('.');
        if (dot < 0) {
            entry.set(member, value);
        } else {
            object(member.substring(0, dot)).set(member.substring(dot + 1), value);
        }
    }

    private ObjectNode object(String name) {
        return entry.get(name) instanceof ObjectNode present ? present : entry.putObject(name);
    }

    /** Puts in what takes several cells, and checks that what belongs together is there. */
    void finish(String mpn, boolean added) {
        entry.put("mpn", mpn);
        size();
        spans(added);
        if (numbers.containsKey("price_usd")
                && !(numbers.containsKey("price_quantity") && numbers.containsKey("price_year"))) {
            faults.accept("price_usd", "price_quantity and price_year beside it: for how many pieces, and when");
        } else if (entry.has("price") && !entry.path("price").has("USD")) {
            faults.accept("price_usd", "a price beside its quantity and year");
        }
        ordered("supply", "min", "max", "supply_min", "supply_max");
        ordered("temperature", "min", "max", "temperature_min", "temperature_max");
        complete(
                "cell",
                Map.of(
                        "chemistry",
                        "chemistry",
                        "format",
                        "format",
                        "min",
                        "cell_min",
                        "max",
                        "cell_max",
                        "mAh",
                        "capacity"));
        ordered("cell", "min", "max", "cell_min", "cell_max");
        for (String converter : List.of("regulator", "charger")) {
            complete(converter, Map.of("inMin", "input_min", "inMax", "input_max"));
            ordered(converter, "inMin", "inMax", "input_min", "input_max");
        }
        regulator();
        if (entry.has("charger") && !entry.path("charger").has("chemistries")) {
            faults.accept("charges", "the chemistries it charges");
        }
        defaults(added);
    }

    private void size() {
        BigDecimal length = numbers.get("length");
        BigDecimal width = numbers.get("width");
        if (length != null && width != null) {
            entry.putArray("size").add(length).add(width);
        } else if (length != null || width != null) {
            faults.accept(length == null ? "length" : "width", "both sides or none");
        }
    }

    private void spans(boolean added) {
        for (String side : List.of("input_min", "input_max")) {
            BigDecimal value = numbers.get(side);
            if (value != null) {
                String converter = entry.has("charger") ? "charger" : entry.has("regulator") ? "regulator" : "";
                if (converter.isEmpty()) {
                    faults.accept(
                            side,
                            "only for regulators and chargers" + (added ? ": regulator or charges is empty" : ""));
                } else {
                    object(converter).put(side.equals("input_min") ? "inMin" : "inMax", value);
                }
            }
        }
        BigDecimal low = numbers.get("output_min");
        BigDecimal high = numbers.get("output_max");
        if (low != null && high != null && low.compareTo(high) <= 0) {
            object("regulator").putArray("outRange").add(low).add(high);
            object("regulator").remove("out");
        } else if (low != null || high != null) {
            faults.accept(low == null ? "output_min" : "output_max", "both ends, the lower one first");
        }
    }

    private void regulator() {
        if (!entry.has("regulator")) {
            return;
        }
        JsonNode regulator = entry.path("regulator");
        if (!regulator.has("kind")) {
            faults.accept("regulator", "ldo, buck, boost or buck-boost");
        } else if (regulator.has("out") == regulator.has("outRange")) {
            faults.accept("output", "either output, or output_min and output_max");
        } else if (!regulator.has("maxmA") && !regulator.has("switchmA")) {
            faults.accept("output_current", "the largest output current");
        }
    }

    private void complete(String object, Map<String, String> members) {
        if (entry.has(object)) {
            members.entrySet().stream()
                    .filter(member -> !entry.path(object).has(member.getKey()))
                    .map(Map.Entry::getValue)
                    .sorted()
                    .forEach(column -> faults.accept(column, "a value: the others of its kind are there"));
        }
    }

    private void ordered(String object, String low, String high, String lowColumn, String highColumn) {
        JsonNode node = entry.path(object);
        if (node.isMissingNode()) {
            return;
        }
        if (!node.has(low) || !node.has(high)) {
            if (object.equals("supply") || object.equals("temperature")) {
                faults.accept(node.has(low) ? highColumn : lowColumn, "both ends or none");
            }
        } else if (node.path(low).decimalValue().compareTo(node.path(high).decimalValue()) > 0) {
            faults.accept(lowColumn, "not more than " + highColumn);
        }
    }

    private void defaults(boolean added) {
        if (!entry.has("functions")) {
            ArrayNode own = entry.putArray("functions");
            if (entry.path("regulator").has("kind")) {
                own.add("regulator." + entry.path("regulator").path("kind").asText());
            } else if (entry.has("charger")) {
                own.add("power.charger");
            } else if (entry.has("cell")) {
                own.add("power.battery");
            } else if (use == Listing.Use.NEVER) {
                entry.remove("functions");
            } else {
                faults.accept("functions", "what the part does; a part that is not built in needs it");
            }
        }
        if (added) {
            for (String name : List.of("maker", "title", "package", "datasheet")) {
                if (!entry.has(name)) {
                    entry.put(name, "");
                }
            }
        }
        boolean onI2c = false;
        for (JsonNode bus : entry.path("bus")) {
            onI2c |= bus.asText().equals("I2C");
        }
        if (onI2c && entry.path("addresses").isEmpty()) {
            faults.accept("addresses", "the addresses of a part that is reached by I2C");
        }
        boolean controller = false;
        for (JsonNode function : entry.path("functions")) {
            controller |= function.asText().equals("mcu");
        }
        if (controller && !entry.path("provides").has("GPIO")) {
            faults.accept("provides", "the interfaces and pins of a controller, GPIO= among them");
        }
    }
}
