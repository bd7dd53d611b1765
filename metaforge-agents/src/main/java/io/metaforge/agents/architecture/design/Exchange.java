package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.Need;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What putting another part into a finished design would take.
 *
 * @param obstacle why the other part does not go into the design as it is; null where it does
 * @param consequence what would change with it, as the end of a phrase; empty for nothing
 */
record Exchange(@Nullable String obstacle, String consequence) {

    /** Tries {@code other} in the place of {@code part}, which is not the controller: pins, buses and addresses. */
    static Exchange of(Selection selection, List<Need> needs, Part part, Part other) {
        Wirer.Outcome outcome =
                Selector.exchanged(selection, part, other, needs).orElse(null);
        Part controller = selection.controller();
        if (outcome == null || controller == null) {
            return new Exchange(null, "");
        }
        Wiring wiring = outcome.wiring();
        if (wiring == null) {
            return new Exchange("would need another controller: " + controller.mpn() + " " + outcome.shortage(), "");
        }
        Map<String, String> before = addresses(selection.wiring());
        Map<String, String> after = addresses(wiring);
        StringBuilder moved = new StringBuilder();
        after.forEach((piece, address) -> {
            String was = before.get(piece);
            if (was != null && !was.equals(address)) {
                moved.append("; ")
                        .append(piece)
                        .append(" would move to address ")
                        .append(address);
            }
        });
        return new Exchange(null, moved.toString());
    }

    /** Looks whether {@code other} works from the rail that {@code part} hangs on. */
    static Exchange onRail(PowerPlan power, Part part, Part other, String consequence) {
        Range supply = other.supply();
        if (supply == null || part.supply() == null) {
            return new Exchange(null, consequence);
        }
        for (PowerPlan.PlannedRail rail : power.rails()) {
            if (rail.loads().containsKey(part) && !supply.covers(rail.rail().window())) {
                return new Exchange(
                        "would need another rail: it works from " + Figures.range(supply, "V") + "; "
                                + rail.rail().name() + " keeps to "
                                + Figures.range(rail.rail().window(), "V"),
                        "");
            }
        }
        return new Exchange(null, consequence);
    }

    private static Map<String, String> addresses(Wiring wiring) {
        Map<String, String> addresses = new TreeMap<>();
        wiring.connections().stream()
                .filter(connection -> !connection.address().isEmpty())
                .forEach(connection -> addresses.put(
                        connection.mpn() + (connection.piece() > 1 ? " (" + connection.piece() + ")" : ""),
                        connection.address() + " on " + connection.bus()));
        return addresses;
    }
}
