package io.metaforge.agents.bom;

import io.metaforge.agents.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes architectures with only the members a parts list needs. */
final class Designs {

    private final List<String> blocks = new ArrayList<>();
    private final List<String> parts = new ArrayList<>();
    private final List<String> sources = new ArrayList<>();
    private final List<String> rails = new ArrayList<>();
    private String controller = "null";

    Designs block(String function, String status, int count, String parts) {
        blocks.add("""
                {"id":"B%d","function":"%s","title":"%s","count":%d,"status":"%s","parts":[%s],"requirements":["REQ-001"]}\
                """.formatted(blocks.size() + 1, function, function, count, status, parts));
        return this;
    }

    /** {@code more} are members, each with a comma before it. */
    Designs part(String ref, String mpn, String functions, String more) {
        JsonWriter number = new JsonWriter(64);
        number.value(mpn);
        parts.add("""
                {"ref":"%s","mpn":%s,"maker":"Maker","title":"Title","quantity":1,"functions":[%s],"requirements":["REQ-002"],\
                "package":"QFN-16"%s}""".formatted(ref, number.text().strip(), functions, more));
        return this;
    }

    Designs controller(String ref) {
        controller = "\"" + ref + "\"";
        return this;
    }

    Designs source(String name, double min, double max, String part) {
        sources.add("""
                {"name":"%s","volts":{"min":%s,"max":%s,"unit":"V"},"part":%s,"feeds_rails":true,"requirements":["REQ-003"]}\
                """.formatted(name, min, max, part.isEmpty() ? "null" : "\"" + part + "\""));
        return this;
    }

    Designs rail(String name, double volts, String regulator, String load) {
        rails.add(
                """
                {"name":"%s","volts":%s,"window":{"min":%s,"max":%s,"unit":"V"},"regulator":%s,"loads":[{"part":"%s"}],\
                "with_margin":{"value":500,"unit":"mA"},"requirements":["REQ-004"]}""".formatted(name, volts, volts, volts, regulator.isEmpty() ? "null" : "\"" + regulator + "\"", load));
        return this;
    }

    String json() {
        return """
                {"version":1,"project":{"name":"Board"},"controller":%s,"blocks":[%s],"parts":[%s],"sources":[%s],"rails":[%s],\
                "assumptions":[]}""".formatted(
                        controller,
                        String.join(",", blocks),
                        String.join(",", parts),
                        String.join(",", sources),
                        String.join(",", rails));
    }
}
