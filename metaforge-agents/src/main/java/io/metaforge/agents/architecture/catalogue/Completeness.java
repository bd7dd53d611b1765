package io.metaforge.agents.architecture.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Says which figures a part should have and does not: what the documents report as not known. */
public final class Completeness {

    /** Functions of parts that only pass on or limit what flows through them, and have no supply of their own. */
    private static final Set<String> PASSIVE = Set.of("connector", "protection", "switch.mosfet", "shunt", "antenna");

    /** Functions of what hangs on a cable or a plug and takes no room on the board itself. */
    private static final Set<String> OFF_BOARD = Set.of("display", "power.battery");

    private Completeness() {}

    /** Returns the names of the missing figures, in a fixed order; empty where all are known. */
    public static List<String> missing(Part part) {
        List<String> missing = new ArrayList<>();
        boolean source =
                part.regulator() != null || part.charger() != null || part.cell() != null || part.mains() != null;
        boolean passive = isAny(part, PASSIVE);
        if (!source && !passive) {
            supplied(part, missing);
        }
        converters(part, missing);
        if (part.temperature() == null) {
            missing.add("temperature");
        }
        if (part.packageName().isEmpty()) {
            missing.add("package");
        }
        if (!isAny(part, OFF_BOARD)) {
            if (part.land().pins() == null) {
                missing.add("pins");
            }
            if (part.lengthMillimetres() == null || part.widthMillimetres() == null) {
                missing.add("size");
            }
        }
        if (part.price() == null) {
            missing.add("price");
        }
        if (part.dataSheet().isEmpty()) {
            missing.add("datasheet");
        }
        return List.copyOf(missing);
    }

    private static void supplied(Part part, List<String> missing) {
        if (part.supply() == null) {
            missing.add("supply");
        }
        if (!part.workingCurrentKnown()) {
            missing.add("current in use");
        }
        if (part.restingCurrent().isEmpty()) {
            missing.add("current at rest");
        }
    }

    private static void converters(Part part, List<String> missing) {
        Regulator regulator = part.regulator();
        if (regulator != null) {
            if (regulator.maxMilliamperes() == null && regulator.switchMilliamperes() == null) {
                missing.add("output current");
            }
            if (regulator.kind().equals("ldo") && regulator.dropout() == null) {
                missing.add("drop-out");
            }
            if (regulator.quiescentMilliamperes() == null) {
                missing.add("quiescent current");
            }
        }
        if (part.charger() != null && part.charger().maxMilliamperes() == null) {
            missing.add("charge current");
        }
        if (part.cell() != null && part.cell().maxMilliamperes() == null) {
            missing.add("discharge current");
        }
    }

    private static boolean isAny(Part part, Set<String> functions) {
        return part.functions().stream()
                .allMatch(own -> functions.stream().anyMatch(f -> own.equals(f) || own.startsWith(f + ".")));
    }
}
