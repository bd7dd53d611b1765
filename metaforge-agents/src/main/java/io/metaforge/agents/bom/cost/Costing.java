package io.metaforge.agents.bom.cost;

import io.metaforge.agents.bom.bill.Bill;
import io.metaforge.agents.bom.bill.Line;
import io.metaforge.agents.bom.design.Architecture.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a board cost at several quantities of boards, and whether that is allowed. US dollars.
 *
 * @param bill what is priced
 * @param batches quantities of boards, the smallest first
 * @param rows prices of the lines, in their order
 * @param totals sums for each batch
 * @param verdicts for each target
 * @param unpriced lines and circuits whose price is not known, with why
 * @param rates US dollars for one unit of a currency, as given
 * @param assumptions beside those of the bill
 */
public record Costing(
        Bill bill,
        List<Batch> batches,
        List<Row> rows,
        List<Total> totals,
        List<Verdict> verdicts,
        List<Unpriced> unpriced,
        Map<String, BigDecimal> rates,
        List<String> assumptions) {

    /** Boards that are priced where no requirement names a quantity. */
    public static final List<Integer> DEFAULT_BATCHES = List.of(1, 100, 1000);

    /** Where a target states no quantity: the one the catalogue's prices are for. */
    private static final int ASSUMED_PIECES = 100;

    private static final int CENTS = 2;

    public Costing {
        batches = List.copyOf(batches);
        rows = List.copyOf(rows);
        totals = List.copyOf(totals);
        verdicts = List.copyOf(verdicts);
        unpriced = List.copyOf(unpriced);
        rates = java.util.Collections.unmodifiableMap(new TreeMap<>(rates));
        assumptions = List.copyOf(assumptions);
    }

    /** A number of boards and who asks for it: requirement ids, {@code args.quantities} or {@code default}. */
    public record Batch(int boards, List<String> from) {

        public Batch {
            from = List.copyOf(from);
        }
    }

    /** The prices of a line, one for each batch; none where the line is unpriced. */
    public record Row(Line line, List<Taken> prices) {

        public Row {
            prices = List.copyOf(prices);
        }
    }

    /**
     * The price taken for one batch.
     *
     * @param needed pieces for all boards
     * @param price the break it comes from
     * @param below whether fewer pieces are needed than the smallest known break: the real price is higher
     * @param extended for one board, not rounded
     */
    public record Taken(int boards, long needed, Price price, boolean below, BigDecimal extended) {}

    /**
     * The sum of one batch.
     *
     * @param perBoard of the priced lines, rounded to cents
     * @param belowBreaks lines that are taken at a price for more pieces than are needed
     */
    public record Total(int boards, BigDecimal perBoard, int pricedLines, int unpricedLines, int belowBreaks) {}

    /** Something without a price: a line, or a circuit that is not listed. */
    public record Unpriced(String what, String why, List<String> designators, List<String> requirements) {

        public Unpriced {
            designators = List.copyOf(designators);
            requirements = List.copyOf(requirements);
        }
    }

    /**
     * What became of a target.
     *
     * @param limitUsd the limit in US dollars; null where no exchange rate is known
     * @param boards quantity it was compared at; null where it is not compared
     * @param total what the priced parts cost at that quantity; null where it is not compared
     * @param word {@code met}, {@code not met}, {@code open} or {@code not compared}
     */
    public record Verdict(
            Target target,
            @Nullable BigDecimal limitUsd,
            @Nullable Integer boards,
            @Nullable BigDecimal total,
            String word,
            String why) {}

    /**
     * Prices a bill.
     *
     * @param quantities of boards to price, as a person asked; empty for the default
     * @param usdPerUnit US dollars for one unit of a currency
     */
    public static Costing of(
            Bill bill, List<Target> targets, List<Integer> quantities, Map<String, BigDecimal> usdPerUnit) {
        List<Batch> batches = batches(targets, quantities);
        List<Row> rows = new ArrayList<>();
        List<Unpriced> unpriced = new ArrayList<>();
        for (Line line : bill.lines()) {
            if (line.prices().isEmpty()) {
                unpriced.add(new Unpriced(
                        line.mpn().isEmpty() ? line.description() : line.mpn(),
                        line.mpn().isEmpty() ? "no part is chosen" : "no price is known",
                        line.designators(),
                        line.requirements()));
                rows.add(new Row(line, List.of()));
            } else {
                rows.add(new Row(
                        line,
                        batches.stream()
                                .map(batch -> take(line, batch.boards()))
                                .toList()));
            }
        }
        int unpricedLines = unpriced.size();
        bill.missing()
                .forEach(circuit -> unpriced.add(
                        new Unpriced(circuit.what(), circuit.why(), circuit.designators(), circuit.requirements())));
        List<Total> totals = new ArrayList<>();
        for (Batch batch : batches) {
            totals.add(total(rows, batch.boards(), unpricedLines));
        }
        List<String> assumptions = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (Target target : targets) {
            if (target.scope() == Target.Scope.OTHER) {
                verdicts.add(new Verdict(
                        target,
                        null,
                        null,
                        null,
                        "not compared",
                        "It is about "
                                + (target.otherThings().isEmpty()
                                        ? target.parameter().replace('_', ' ')
                                        : target.otherThings())
                                + ", which this costing does not hold."));
                continue;
            }
            if (target.pieces() == null) {
                assumptions.add(target.requirement() + " states no quantity; its cost is compared at " + ASSUMED_PIECES
                        + " boards.");
            }
            verdicts.add(verdict(target, totals, !unpriced.isEmpty(), usdPerUnit));
        }
        assumptions.add(
                "Prices are indicative, of the year that each row names, and have to be asked for before parts are"
                        + " ordered.");
        assumptions.add(
                "A price is that of the largest known break not above the pieces needed, else of the smallest known"
                        + " break; then the row says so, and the real price is higher.");
        return new Costing(bill, batches, rows, totals, verdicts, unpriced, usdPerUnit, assumptions);
    }

    private static List<Target> compared(List<Target> targets) {
        return targets.stream()
                .filter(target -> target.scope() != Target.Scope.OTHER)
                .toList();
    }

    private static List<Batch> batches(List<Target> targets, List<Integer> quantities) {
        Map<Integer, Set<String>> from = new TreeMap<>();
        for (Target target : compared(targets)) {
            int pieces = Objects.requireNonNullElse(target.pieces(), ASSUMED_PIECES);
            from.computeIfAbsent(pieces, unused -> new LinkedHashSet<>()).add(target.requirement());
        }
        if (quantities.isEmpty()) {
            DEFAULT_BATCHES.forEach(boards -> from.computeIfAbsent(boards, unused -> new LinkedHashSet<>())
                    .add("default"));
        } else {
            new TreeSet<>(quantities).forEach(boards -> from.computeIfAbsent(boards, unused -> new LinkedHashSet<>())
                    .add("args.quantities"));
        }
        return from.entrySet().stream()
                .map(entry -> new Batch(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }

    /** Returns the price of a line for {@code boards} boards. The line must have one. */
    public static Taken take(Line line, int boards) {
        long needed = (long) boards * line.quantity();
        Price taken = line.prices().get(0);
        for (Price price : line.prices()) {
            if (price.quantity() <= needed) {
                taken = price;
            }
        }
        return new Taken(
                boards,
                needed,
                taken,
                taken.quantity() > needed,
                taken.usd().multiply(BigDecimal.valueOf(line.quantity())));
    }

    private static Total total(List<Row> rows, int boards, int unpriced) {
        BigDecimal sum = BigDecimal.ZERO;
        int priced = 0;
        int below = 0;
        for (Row row : rows) {
            for (Taken taken : row.prices()) {
                if (taken.boards() == boards) {
                    sum = sum.add(taken.extended());
                    priced++;
                    below += taken.below() ? 1 : 0;
                }
            }
        }
        return new Total(boards, sum.setScale(CENTS, RoundingMode.HALF_UP), priced, unpriced, below);
    }

    private static Verdict verdict(
            Target target, List<Total> totals, boolean someUnpriced, Map<String, BigDecimal> usdPerUnit) {
        int boards = Objects.requireNonNullElse(target.pieces(), ASSUMED_PIECES);
        Total total =
                totals.stream().filter(t -> t.boards() == boards).findFirst().orElseThrow();
        BigDecimal rate = target.currency().equals("USD") ? BigDecimal.ONE : usdPerUnit.get(target.currency());
        String sum =
                "The priced parts cost USD " + total.perBoard().toPlainString() + " a board at " + boards + " boards";
        List<String> reasons = new ArrayList<>();
        if (someUnpriced) {
            reasons.add("not everything has a price");
        }
        if (target.scope() == Target.Scope.WHOLE) {
            reasons.add("the limit is for the whole product");
        } else if (!target.otherThings().isEmpty()) {
            reasons.add("the requirement speaks of \"" + target.otherThings() + "\", which is not in the sum");
        }
        if (rate == null) {
            String even = target.limit().signum() <= 0
                    ? ""
                    : "; they exceed it where 1 " + target.currency() + " costs less than USD "
                            + total.perBoard()
                                    .divide(target.limit(), CENTS, RoundingMode.HALF_UP)
                                    .toPlainString();
            return new Verdict(
                    target,
                    null,
                    boards,
                    total.perBoard(),
                    "open",
                    sum + "; the limit is " + target.limit().toPlainString() + " " + target.currency() + even
                            + ": pass args.exchange_rates." + target.currency() + " (US dollars for one) to compare"
                            + (reasons.isEmpty() ? "." : "; " + String.join(" and ", reasons) + "."));
        }
        BigDecimal limit = target.limit().multiply(rate).setScale(CENTS, RoundingMode.HALF_UP);
        BigDecimal left = limit.subtract(total.perBoard());
        String of = "; the limit is USD " + limit.toPlainString();
        if (left.signum() < 0) {
            return new Verdict(
                    target,
                    limit,
                    boards,
                    total.perBoard(),
                    "not met",
                    sum + of + ": USD " + left.negate().toPlainString() + " too much, before what is not included.");
        }
        return new Verdict(
                target,
                limit,
                boards,
                total.perBoard(),
                reasons.isEmpty() ? "met" : "open",
                sum + of + ": USD " + left.toPlainString() + " is left"
                        + (reasons.isEmpty() ? "." : "; " + String.join(" and ", reasons) + "."));
    }
}
