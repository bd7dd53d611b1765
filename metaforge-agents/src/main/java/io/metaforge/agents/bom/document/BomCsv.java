package io.metaforge.agents.bom.document;

import io.metaforge.agents.bom.bill.Line;
import io.metaforge.agents.bom.cost.Costing;
import io.metaforge.agents.json.JsonWriter;
import java.util.Arrays;
import java.util.List;

/** Prints {@code bom.csv}: what an assembler and a buyer need first, then why each line is there. */
public final class BomCsv {

    /** The columns, in their order. */
    public static final List<String> COLUMNS = List.of(
            "Designator",
            "Quantity",
            "Value",
            "MPN",
            "Manufacturer",
            "Package",
            "Footprint",
            "DNP",
            "Description",
            "Purpose",
            "Requirements",
            "Source",
            "Unit price USD",
            "Price quantity",
            "Price year");

    /** What the column DNP holds for a part that is bought but not soldered. */
    static final String NOT_PLACED = "DNP";

    /** Boards that the unit prices are for: the quantity the catalogue's prices are for. */
    private static final int PRICED_FOR = 100;

    private BomCsv() {}

    /** Returns the file. */
    public static String of(Costing costing) {
        CsvWriter csv = new CsvWriter(COLUMNS);
        for (Line line : costing.bill().lines()) {
            boolean priced = !line.prices().isEmpty();
            Costing.Taken taken = priced ? Costing.take(line, PRICED_FOR) : null;
            csv.row(Arrays.asList(
                    String.join(", ", line.designators()),
                    String.valueOf(line.quantity()),
                    line.value(),
                    line.mpn(),
                    line.maker(),
                    line.packageName(),
                    line.footprint(),
                    line.placed() ? "" : NOT_PLACED,
                    line.description(),
                    String.join(" | ", line.purposes()),
                    String.join(", ", line.requirements()),
                    String.join(" | ", line.sources()),
                    taken == null ? "" : JsonWriter.plain(taken.price().usd()),
                    taken == null ? "" : String.valueOf(taken.price().quantity()),
                    taken == null ? "" : String.valueOf(taken.price().year())));
        }
        return csv.text();
    }
}
