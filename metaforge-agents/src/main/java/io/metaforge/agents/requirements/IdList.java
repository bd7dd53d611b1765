package io.metaforge.agents.requirements;

import java.util.List;

/** Prints ids of requirements shortly: "REQ-001, REQ-003 to REQ-007". */
final class IdList {

    /** Runs of ids that are printed; the rest are counted. */
    private static final int MAX_RUNS = 20;

    private IdList() {}

    /** Prints {@code ids}, which are in their order. */
    static String print(List<String> ids) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        int runs = 0;
        while (i < ids.size()) {
            if (runs++ == MAX_RUNS) {
                return out.append(" and ")
                        .append(ids.size() - i)
                        .append(" more")
                        .toString();
            }
            int last = i;
            while (last + 1 < ids.size() && number(ids.get(last + 1)) == number(ids.get(last)) + 1) {
                last++;
            }
            out.append(i == 0 ? "" : ", ").append(ids.get(i));
            if (last == i + 1) {
                out.append(", ").append(ids.get(last));
            } else if (last > i) {
                out.append(" to ").append(ids.get(last));
            }
            i = last + 1;
        }
        return out.toString();
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(id.indexOf('-') + 1));
    }
}
