package io.metaforge.agents.power;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Writes {@code architecture.json} for tests, with what a power budget reads of it. */
final class DesignText {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode root = JSON.createObjectNode();

    DesignText(String project) {
        root.put("version", 1).putObject("project").put("name", project);
        for (String list : new String[] {"blocks", "parts", "sources", "rails", "coverage"}) {
            root.putArray(list);
        }
    }

    DesignText source(String name, double min, double max, @Nullable String part, String... requirements) {
        ObjectNode source = array("sources").addObject();
        source.put("name", name).put("part", part).put("feeds_rails", true);
        source.putObject("volts").put("min", min).put("max", max).put("unit", "V");
        strings(source.putArray("requirements"), requirements);
        return this;
    }

    DesignText rail(
            String name, double volts, @Nullable String from, @Nullable String regulator, @Nullable Double available) {
        ObjectNode rail = array("rails").addObject();
        rail.put("name", name)
                .put("met", true)
                .put("volts", volts)
                .put("from", from)
                .put("regulator", regulator);
        quantity(rail, "available", available, "mA");
        rail.putArray("requirements");
        return this;
    }

    DesignText block(String function, String title, String status, String... requirements) {
        ObjectNode block = array("blocks").addObject();
        block.put("function", function).put("title", title).put("status", status);
        strings(block.putArray("requirements"), requirements);
        return this;
    }

    DesignText covers(String... requirements) {
        for (String requirement : requirements) {
            array("coverage").addObject().put("requirement", requirement);
        }
        return this;
    }

    /** Adds a part; {@code functions} separated by spaces, {@code modes} as {@code "active 3.7; transmit 38 @ +14 dBm"}. */
    DesignText part(
            String reference,
            String mpn,
            @Nullable String rail,
            String functions,
            String modes,
            String... requirements) {
        ObjectNode part = bare(reference, mpn, 1, functions);
        part.put("rail", rail);
        strings((ArrayNode) part.get("requirements"), requirements);
        for (String mode : modes.isEmpty() ? new String[0] : modes.split("; ")) {
            String[] at = mode.split(" @ ");
            String[] words = at[0].split(" ");
            ((ArrayNode) part.get("currents"))
                    .addObject()
                    .put("mode", words[0])
                    .put("value", Double.parseDouble(words[1]))
                    .put("unit", "mA")
                    .put("at", at.length > 1 ? at[1] : null);
        }
        return this;
    }

    DesignText cell(
            String reference, String mpn, int quantity, String chemistry, double milliampereHours, double nominal) {
        ObjectNode cell = bare(reference, mpn, quantity, "power.battery").putObject("cell");
        cell.put("chemistry", chemistry);
        quantity(cell, "capacity", milliampereHours, "mAh");
        quantity(cell, "nominal", nominal, "V");
        return this;
    }

    DesignText regulator(
            String reference, String mpn, String kind, @Nullable Double quiescent, @Nullable Double efficiency) {
        ObjectNode regulator = bare(reference, mpn, 1, "rail").putObject("regulator");
        regulator.put("kind", kind);
        quantity(regulator, "quiescent", quiescent, "mA");
        if (efficiency != null) {
            regulator.putObject("efficiency").put("value", efficiency).put("at", "12 V in, 3 A");
        }
        return this;
    }

    DesignText charger(String reference, String mpn, double most) {
        ObjectNode charger = bare(reference, mpn, 1, "power.charger").putObject("charger");
        charger.put("kind", "linear");
        quantity(charger, "max", most, "mA");
        return this;
    }

    DesignText mains(String reference, String mpn) {
        bare(reference, mpn, 1, "power.acdc").putObject("mains");
        return this;
    }

    private ObjectNode bare(String reference, String mpn, int quantity, String functions) {
        ObjectNode part = array("parts").addObject();
        part.put("ref", reference).put("mpn", mpn).put("title", mpn).put("quantity", quantity);
        strings(part.putArray("functions"), functions.split(" "));
        part.putArray("requirements");
        part.putArray("currents");
        return part.put("datasheet", "test");
    }

    private ArrayNode array(String name) {
        return (ArrayNode) root.get(name);
    }

    private static void strings(ArrayNode array, String... values) {
        for (String value : values) {
            array.add(value);
        }
    }

    private static void quantity(ObjectNode node, String name, @Nullable Double value, String unit) {
        if (value != null) {
            node.putObject(name).put("value", value).put("unit", unit);
        }
    }

    String json() {
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
