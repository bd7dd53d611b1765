package io.metaforge.agents.bom.document;

import io.metaforge.agents.bom.bill.Alternate;
import io.metaforge.agents.bom.bill.Line;
import io.metaforge.agents.bom.design.Architecture.Price;
import io.metaforge.agents.json.JsonWriter;
import java.util.List;
import java.util.Optional;

/** Prints {@code alternates.csv}: what could be fitted instead, one part a row. */
public final class AlternatesCsv {

    /** The columns, in their order. */
    public static final List<String> COLUMNS = List.of(
            "Designator",
            "MPN",
            "Manufacturer",
            "Alternate MPN",
            "Alternate manufacturer",
            "Alternate package",
            "Unit price USD",
            "Price difference USD",
            "Price quantity",
            "Price year",
            "Difference",
            "Requirements",
            "Source");

    private AlternatesCsv() {}

    /** Returns the file. */
    public static String of(List<Alternate> alternates) {
        CsvWriter csv = new CsvWriter(COLUMNS);
        for (Alternate alternate : alternates) {
            Line line = alternate.line();
            Optional<Price> price = alternate.prices().stream()
                    .filter(p -> p.quantity() <= 100)
                    .reduce((a, b) -> b)
                    .or(() -> alternate.prices().stream().findFirst());
            // prices of different quantities are not compared
            Optional<Price> own = price.flatMap(p -> line.prices().stream()
                    .filter(q -> q.quantity() == p.quantity())
                    .findFirst());
            csv.row(List.of(
                    String.join(", ", line.designators()),
                    line.mpn(),
                    line.maker(),
                    alternate.mpn(),
                    alternate.maker(),
                    alternate.packageName(),
                    price.map(p -> JsonWriter.plain(p.usd())).orElse(""),
                    own.map(q -> JsonWriter.plain(price.orElseThrow().usd().subtract(q.usd())))
                            .orElse(""),
                    price.map(p -> String.valueOf(p.quantity())).orElse(""),
                    price.map(p -> String.valueOf(p.year())).orElse(""),
                    alternate.difference(),
                    String.join(", ", line.requirements()),
                    alternate.source()));
        }
        return csv.text();
    }
}
