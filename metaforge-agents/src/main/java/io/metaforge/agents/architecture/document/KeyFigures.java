package io.metaforge.agents.architecture.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.agents.architecture.catalogue.Cell;
import io.metaforge.agents.architecture.catalogue.Charger;
import io.metaforge.agents.architecture.catalogue.MainsSupply;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.catalogue.Regulator;
import io.metaforge.agents.architecture.need.Figures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says of a part what it is chosen by: for a regulator its output, for a cell its capacity, for a sensor its range. */
final class KeyFigures {

    /** Name and unit of a figure; one without a name is not told, because another column holds it. */
    private record Named(String title, String unit) {}

    private static final class BuiltIn {
        static final Map<String, Named> NAMES = names();
    }

    private KeyFigures() {}

    /** Returns them, the most telling first; never empty for a part whose size or pins are known. */
    static List<String> of(Part part) {
        List<String> texts = new ArrayList<>();
        regulator(part.regulator(), texts);
        charger(part.charger(), texts);
        cell(part.cell(), texts);
        mains(part.mains(), texts);
        figures(part, texts);
        if (texts.isEmpty() && part.land().pins() != null) {
            texts.add(part.land().pins() + (part.land().pins() == 1 ? " terminal" : " terminals"));
        }
        if (part.lengthMillimetres() != null && part.widthMillimetres() != null) {
            texts.add(Figures.plain(part.lengthMillimetres()) + " mm × " + Figures.of(part.widthMillimetres(), "mm"));
        }
        return texts;
    }

    /** Returns what a part is supplied with or works from; empty for one without a supply. */
    static String input(Part part) {
        if (part.supply() != null) {
            return Figures.range(part.supply(), "V");
        }
        if (part.regulator() != null) {
            return Figures.range(part.regulator().input(), "V");
        }
        if (part.charger() != null) {
            return Figures.range(part.charger().input(), "V");
        }
        return part.mains() != null ? Figures.range(part.mains().input(), "V") + " AC" : "";
    }

    private static void regulator(@Nullable Regulator regulator, List<String> texts) {
        if (regulator == null) {
            return;
        }
        String output = regulator.adjustable() != null
                ? Figures.range(regulator.adjustable(), "V") + " adjustable"
                : String.join(
                        " or ",
                        regulator.outputs().stream()
                                .map(volts -> Figures.of(volts, "V"))
                                .toList());
        texts.add(kind(regulator.kind()) + ", output " + output);
        if (regulator.maxMilliamperes() != null) {
            texts.add("up to " + Figures.of(regulator.maxMilliamperes(), "mA")
                    + (regulator.fullCurrentFrom() == null
                            ? ""
                            : " from an input of " + Figures.of(regulator.fullCurrentFrom(), "V")));
        }
        if (regulator.switchMilliamperes() != null) {
            texts.add("switch limit " + Figures.of(regulator.switchMilliamperes(), "mA"));
        }
        if (regulator.dropout() != null) {
            texts.add("drop-out " + Figures.of(regulator.dropout(), "V"));
        }
        if (regulator.quiescentMilliamperes() != null) {
            texts.add("quiescent " + Figures.of(regulator.quiescentMilliamperes(), "mA"));
        }
        if (regulator.efficiency() != null) {
            texts.add("efficiency " + Figures.of(regulator.efficiency() * 100, "%")
                    + (regulator.efficiencyAt().isEmpty() ? "" : " (" + regulator.efficiencyAt() + ")"));
        }
    }

    private static String kind(String kind) {
        return switch (kind) {
            case "ldo" -> "linear";
            case "buck" -> "step-down";
            case "boost" -> "step-up";
            default -> kind;
        };
    }

    private static void charger(@Nullable Charger charger, List<String> texts) {
        if (charger == null) {
            return;
        }
        texts.add((charger.kind().isEmpty() ? "" : charger.kind() + ", ")
                + (charger.maxMilliamperes() == null
                        ? "charge current not known"
                        : "charges with up to " + Figures.of(charger.maxMilliamperes(), "mA")));
        texts.add(String.join(" or ", charger.chemistries()));
        if (charger.battery() != null) {
            texts.add("batteries of " + Figures.range(charger.battery(), "V"));
        }
        if (!charger.cells().isEmpty()) {
            texts.add(String.join(
                            ", ", charger.cells().stream().map(String::valueOf).toList())
                    + (charger.cells().equals(List.of(1)) ? " cell" : " cells") + " in series");
        }
    }

    private static void cell(@Nullable Cell cell, List<String> texts) {
        if (cell == null) {
            return;
        }
        texts.add(cell.format() + ", " + cell.chemistry());
        texts.add(Figures.of(cell.milliampereHours(), "mAh")
                + (cell.capacityAt().isEmpty() ? "" : " (" + cell.capacityAt() + ")"));
        texts.add(Figures.range(cell.volts(), "V") + " each");
        if (cell.maxMilliamperes() != null) {
            texts.add("discharge with up to " + Figures.of(cell.maxMilliamperes(), "mA"));
        }
        if (cell.selfDischarge() != null) {
            texts.add("self-discharge " + Figures.of(cell.selfDischarge(), "%") + " a year"
                    + (cell.selfDischargeAt().isEmpty() ? "" : " (" + cell.selfDischargeAt() + ")"));
        }
    }

    private static void mains(@Nullable MainsSupply mains, List<String> texts) {
        if (mains != null) {
            texts.add("output " + Figures.of(mains.volts(), "V"));
            texts.add("up to " + Figures.of(mains.maxMilliamperes(), "mA"));
        }
    }

    private static void figures(Part part, List<String> texts) {
        Map<String, Double> rest = new TreeMap<>(part.figures());
        BuiltIn.NAMES.forEach((name, named) -> {
            Double value = rest.remove(name);
            Double min = rest.remove(name + "_min");
            Double max = rest.remove(name + "_max");
            if (named.title().isEmpty()) {
                return;
            }
            if (value != null) {
                texts.add(text(named, value) + condition(part, name));
            }
            if (min != null || max != null) {
                Range range = new Range(
                        min == null ? Double.NEGATIVE_INFINITY : min, max == null ? Double.POSITIVE_INFINITY : max);
                texts.add(named.title() + " " + Figures.range(range, named.unit()));
            }
        });
        // A figure that was added without a name here is told as the catalogue has it.
        rest.forEach((name, value) ->
                texts.add(name.replace('_', ' ') + " " + Figures.plain(value) + condition(part, name)));
    }

    private static String condition(Part part, String figure) {
        String condition = part.conditions().get(figure);
        return condition == null ? "" : " (" + condition + ")";
    }

    private static String text(Named named, double value) {
        if (named.unit().equals("yes")) {
            return value > 0 ? named.title() : "no " + named.title();
        }
        boolean sign = named.title().endsWith("±");
        return named.title() + (sign ? "" : " ") + Figures.of(value, named.unit());
    }

    private static Map<String, Named> names() {
        Map<String, Named> names = new LinkedHashMap<>();
        try (InputStream in = KeyFigures.class.getResourceAsStream("figures.json")) {
            if (in == null) {
                throw new IllegalStateException("no figures.json beside the documents of the architecture");
            }
            for (JsonNode node : JsonMapper.builder().build().readTree(in)) {
                names.put(
                        node.path("figure").asText(),
                        new Named(node.path("title").asText(), node.path("unit").asText()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("figures.json", e);
        }
        return names;
    }
}
