package io.metaforge.agents.bom.design;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of {@code architecture.json} that a parts list is made from. Volts, milliamperes, US dollars.
 *
 * @param project name of the product
 * @param controller reference of the controller; empty where there is none
 * @param blocks what the product has to do
 * @param parts what was chosen
 * @param sources what it is supplied from
 * @param rails supplies that are made on the board
 * @param assumptions what no requirement supports, by id
 */
public record Architecture(
        String project,
        String controller,
        List<Block> blocks,
        List<Part> parts,
        List<Source> sources,
        List<Rail> rails,
        List<Assumption> assumptions) {

    public Architecture {
        blocks = List.copyOf(blocks);
        parts = List.copyOf(parts);
        sources = List.copyOf(sources);
        rails = List.copyOf(rails);
        assumptions = List.copyOf(assumptions);
    }

    /**
     * A function of the product.
     *
     * @param status {@code met}, {@code reserved} or {@code unmet}
     * @param parts references of the parts that serve it
     */
    public record Block(
            String id,
            String function,
            String title,
            int count,
            String status,
            List<String> parts,
            List<String> requirements,
            String assumption) {

        public Block {
            parts = List.copyOf(parts);
            requirements = List.copyOf(requirements);
        }
    }

    /**
     * A chosen part.
     *
     * @param footprint KiCad's; empty where it has none
     * @param buses buses it is connected to, such as {@code I2C1}, one for each connection
     * @param regulator what it does as a regulator; null for others
     * @param cell chemistry of a battery cell; empty for others
     * @param charger volts that a charger works from; null for others
     */
    public record Part(
            String reference,
            String mpn,
            String maker,
            String title,
            int quantity,
            List<String> functions,
            List<String> requirements,
            String packageName,
            String footprint,
            String rail,
            @Nullable Span supply,
            List<String> buses,
            @Nullable Regulator regulator,
            String cell,
            @Nullable Span charger,
            List<Price> prices,
            String dataSheet,
            String note,
            List<Alternative> alternatives) {

        public Part {
            functions = List.copyOf(functions);
            requirements = List.copyOf(requirements);
            buses = List.copyOf(buses);
            prices = List.copyOf(prices);
            alternatives = List.copyOf(alternatives);
        }
    }

    /**
     * A regulator.
     *
     * @param kind {@code ldo}, {@code buck}, {@code boost} or {@code buck-boost}
     * @param input volts it works from
     * @param maxMilliamperes largest output current; null where not stated
     */
    public record Regulator(
            String kind, Span input, @Nullable Double maxMilliamperes) {}

    /** From {@code min} to {@code max}, both included. */
    public record Span(double min, double max) {

        /** Reports whether {@code value} lies inside. */
        public boolean holds(double value) {
            return value >= min - 1e-9 && value <= max + 1e-9;
        }
    }

    /** US dollars a piece from {@code quantity} pieces on, as noted in {@code year}. */
    public record Price(BigDecimal usd, int quantity, int year) {}

    /** A part that would fit as well; empty texts and prices where the document does not say. */
    public record Alternative(
            String mpn, String maker, String title, String packageName, List<Price> prices, String difference) {

        public Alternative {
            prices = List.copyOf(prices);
        }
    }

    /** Where the energy comes from; {@code part} is empty for a supply from outside. */
    public record Source(String name, Span volts, String part, boolean feedsRails, List<String> requirements) {

        public Source {
            requirements = List.copyOf(requirements);
        }
    }

    /**
     * A supply that a regulator makes.
     *
     * @param met whether the architecture provides it
     * @param window volts that are allowed on it
     * @param from the rail it is made from; empty where that is a source
     * @param regulator reference of its regulator; empty where it comes straight from a source
     * @param loads references of the parts on it
     * @param milliamperes what it is planned for; null where not known
     */
    public record Rail(
            String name,
            boolean met,
            double volts,
            Span window,
            String from,
            String regulator,
            List<String> loads,
            @Nullable Double milliamperes,
            List<String> requirements) {

        public Rail {
            loads = List.copyOf(loads);
            requirements = List.copyOf(requirements);
        }
    }

    /** Something assumed. */
    public record Assumption(String id, String text) {}

    /** Finds a part by its reference. */
    public Optional<Part> part(String reference) {
        return parts.stream().filter(p -> p.reference().equals(reference)).findFirst();
    }

    /** Finds a rail by its name. */
    public Optional<Rail> rail(String name) {
        return rails.stream().filter(r -> r.name().equals(name)).findFirst();
    }

    /** Returns the blocks that {@code reference} serves. */
    public List<Block> blocksOf(String reference) {
        return blocks.stream().filter(b -> b.parts().contains(reference)).toList();
    }

    /** Reports whether there is a block that is not unmet, or a part, for {@code function}. */
    public boolean has(String function) {
        return blocks.stream()
                        .anyMatch(b ->
                                b.function().equals(function) && !b.status().equals("unmet"))
                || parts.stream().anyMatch(p -> p.functions().contains(function));
    }
}
