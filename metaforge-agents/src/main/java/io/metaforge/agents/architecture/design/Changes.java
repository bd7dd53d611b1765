package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.revision.PreviousAttempt;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what a design changes from an earlier attempt: parts, rails and cost. */
final class Changes {

    private Changes() {}

    static List<String> between(PreviousAttempt previous, List<Placed> parts, List<Rail> rails, BigDecimal cost) {
        if (!previous.known()) {
            return List.of("What the rejected session proposed is not known, so that nothing can be compared.");
        }
        List<String> changes = new ArrayList<>();
        Map<String, Integer> now = new LinkedHashMap<>();
        parts.forEach(placed -> now.merge(placed.part().mpn(), placed.quantity(), Integer::sum));
        previous.parts().forEach((mpn, quantity) -> {
            Integer pieces = now.get(mpn);
            if (pieces == null) {
                changes.add("Gone: " + quantity + " × " + mpn + ".");
            } else if (!pieces.equals(quantity)) {
                changes.add("Now " + pieces + " × " + mpn + ", before " + quantity + ".");
            }
        });
        now.forEach((mpn, quantity) -> {
            if (!previous.parts().containsKey(mpn)) {
                changes.add("New: " + quantity + " × " + mpn + ".");
            }
        });
        rails(previous, parts, rails, changes);
        BigDecimal before = previous.cost();
        if (before != null && before.compareTo(cost) != 0) {
            BigDecimal rounded = before.setScale(2, RoundingMode.HALF_UP);
            changes.add("The parts cost USD "
                    + cost.setScale(2, RoundingMode.HALF_UP).toPlainString() + ", before USD " + rounded.toPlainString()
                    + ".");
        }
        return changes.isEmpty() ? List.of("Nothing: the same parts, rails and cost.") : changes;
    }

    private static void rails(PreviousAttempt previous, List<Placed> parts, List<Rail> rails, List<String> changes) {
        Map<String, String> now = new LinkedHashMap<>();
        for (Rail rail : rails) {
            now.put(
                    rail.name(),
                    parts.stream()
                            .filter(placed -> placed.reference().equals(rail.regulator()))
                            .map(placed -> placed.part().mpn())
                            .findFirst()
                            .orElse(""));
        }
        previous.rails().forEach((name, regulator) -> {
            String made = now.get(name);
            if (made == null) {
                changes.add("No rail " + name + " any more.");
            } else if (!made.equals(regulator) && !made.isEmpty()) {
                changes.add("Rail " + name + " is made by " + made
                        + (regulator.isEmpty() ? "." : ", before by " + regulator + "."));
            }
        });
        now.forEach((name, regulator) -> {
            if (!previous.rails().containsKey(name)) {
                changes.add("New rail " + name + (regulator.isEmpty() ? "." : ", made by " + regulator + "."));
            }
        });
    }
}
