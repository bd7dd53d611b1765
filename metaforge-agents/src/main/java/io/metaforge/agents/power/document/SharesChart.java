package io.metaforge.agents.power.document;

import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.budget.Budget;
import io.metaforge.agents.power.budget.Budget.Share;
import io.metaforge.agents.power.budget.DeviceBudget.State;
import io.metaforge.agents.power.budget.Supply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws {@code power-budget.svg}: what each part and each rail takes of the average current. Colours are those of Okabe and
 * Ito, which people with colour-blindness tell apart; every bar carries its figures as text, on a ground of its own.
 */
public final class SharesChart {

    private static final int WIDTH = 760;
    private static final int LABELS = 230;
    private static final int BARS = 350;
    private static final int ROW = 26;
    private static final int BAR = 16;
    private static final int MOST = 12;
    private static final int LONGEST_LABEL = 32;
    private static final Map<String, String> COLOURS = colours();

    private final StringBuilder svg = new StringBuilder(8192);
    private final Budget budget;
    private int y;

    private SharesChart(Budget budget) {
        this.budget = budget;
    }

    private static Map<String, String> colours() {
        Map<String, String> colours = new LinkedHashMap<>();
        colours.put("transmit", "#D55E00");
        colours.put("receive", "#E69F00");
        colours.put("active", "#0072B2");
        colours.put("rest", "#56B4E9");
        colours.put("quiescent", "#009E73");
        colours.put("self-discharge", "#8C8C8C");
        return colours;
    }

    /** Returns the chart. */
    public static String of(Budget budget) {
        return new SharesChart(budget).print();
    }

    private String print() {
        List<Share> parts = most(budget.shares());
        List<Share> rails = byRail();
        double total = budget.total();
        int rows = Math.max(1, parts.size()) + (rails.isEmpty() ? 0 : rails.size() + 2);
        int height = 92 + rows * ROW + 16;
        String name = budget.architecture().project();
        Supply supply = budget.supply();
        String where = supply == null
                ? ""
                : " from " + supply.source().name() + " at "
                        + Amounts.volts(supply.nominal().value());
        String caption = total > 0
                ? (whole() ? "" : "at least ") + Amounts.current(total) + " on average" + where
                        + (budget.battery() == null ? "" : ", self-discharge included")
                        + (budget.sum(State.AVERAGE).gaps().isEmpty() ? "" : "; not everything is known")
                : "No current is known.";
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"")
                .append(WIDTH)
                .append("\" height=\"")
                .append(height)
                .append("\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(height)
                .append(
                        "\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n");
        svg.append("<title id=\"title\">")
                .append(escape("Power budget of " + name))
                .append("</title>\n<desc id=\"desc\">")
                .append(escape(description(caption, parts)))
                .append("</desc>\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        text(
                16,
                28,
                "start",
                "font-size=\"17\" font-weight=\"600\" fill=\"#111111\"",
                shortened("Power budget: " + name, 80));
        text(16, 48, "start", "fill=\"#444444\"", caption);
        legend();
        y = 92;
        bars(parts, total);
        if (!rails.isEmpty()) {
            y += ROW;
            text(16, y + 13, "start", "font-weight=\"600\" fill=\"#111111\"", "By rail");
            y += ROW;
            bars(rails, total);
        }
        return svg.append("</svg>\n").toString();
    }

    private String description(String caption, List<Share> parts) {
        double total = parts.stream().mapToDouble(Share::milliamperes).sum();
        StringBuilder text = new StringBuilder(caption).append(parts.isEmpty() ? "" : ".");
        for (Share share : parts) {
            text.append(' ')
                    .append(share.name())
                    .append(": ")
                    .append(
                            whole()
                                    ? Amounts.roughPercent(share.milliamperes() / total)
                                    : Amounts.current(share.milliamperes()))
                    .append('.');
        }
        return text.toString();
    }

    /** Reports whether everything is in the sum: shares of a part of it would mislead. */
    private boolean whole() {
        return budget.sum(State.AVERAGE).gaps().isEmpty();
    }

    private void legend() {
        int x = 16;
        for (Map.Entry<String, String> colour : COLOURS.entrySet()) {
            boolean used = budget.shares().stream().anyMatch(s -> s.byGroup().getOrDefault(colour.getKey(), 0.0) > 0);
            if (used) {
                rect(x, 62, 12, 12, colour.getValue(), "");
                text(x + 17, 72.5, "start", "fill=\"#222222\"", colour.getKey());
                x += 17 + 8 * colour.getKey().length() + 18;
            }
        }
    }

    private void bars(List<Share> shares, double total) {
        double largest = shares.stream().mapToDouble(Share::milliamperes).max().orElse(0);
        for (Share share : shares) {
            text(LABELS - 10, y + 13, "end", "fill=\"#111111\"", shortened(share.name(), LONGEST_LABEL));
            double x = LABELS;
            for (Map.Entry<String, String> colour : COLOURS.entrySet()) {
                double value = share.byGroup().getOrDefault(colour.getKey(), 0.0);
                double width = value / largest * BARS;
                if (width > 0) {
                    rect(
                            x,
                            y,
                            width,
                            BAR,
                            colour.getValue(),
                            share.name() + ", " + colour.getKey() + ": " + Amounts.current(value));
                    x += width;
                }
            }
            text(
                    x + 8,
                    y + 13,
                    "start",
                    "fill=\"#111111\"",
                    Amounts.current(share.milliamperes())
                            + (whole() ? " · " + Amounts.roughPercent(share.milliamperes() / total) : ""));
            y += ROW;
        }
    }

    private static List<Share> most(List<Share> shares) {
        if (shares.size() <= MOST) {
            return shares;
        }
        List<Share> shown = new ArrayList<>(shares.subList(0, MOST - 1));
        shown.add(sum(shares.size() - MOST + 1 + " others", "", shares.subList(MOST - 1, shares.size())));
        return shown;
    }

    private List<Share> byRail() {
        Map<String, List<Share>> rails = new LinkedHashMap<>();
        for (Share share : budget.shares()) {
            rails.computeIfAbsent(share.rail(), rail -> new ArrayList<>()).add(share);
        }
        List<Share> sums = new ArrayList<>();
        rails.forEach((rail, shares) -> sums.add(sum(rail.isEmpty() ? "battery itself" : rail, rail, shares)));
        sums.sort(Comparator.comparingDouble(Share::milliamperes).reversed().thenComparing(Share::name));
        return sums;
    }

    private static Share sum(String name, String rail, List<Share> shares) {
        Map<String, Double> groups = new LinkedHashMap<>();
        shares.forEach(share -> share.byGroup().forEach((group, value) -> groups.merge(group, value, Double::sum)));
        return new Share(name, rail, groups);
    }

    private void rect(double x, double top, double width, double height, String fill, String title) {
        svg.append("<rect x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(top))
                .append("\" width=\"")
                .append(number(width))
                .append("\" height=\"")
                .append(number(height))
                .append("\" fill=\"")
                .append(fill);
        if (title.isEmpty()) {
            svg.append("\"/>\n");
        } else {
            svg.append("\"><title>").append(escape(title)).append("</title></rect>\n");
        }
    }

    private void text(double x, double baseline, String anchor, String style, String text) {
        svg.append("<text x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(baseline))
                .append("\" text-anchor=\"")
                .append(anchor)
                .append("\" ")
                .append(style)
                .append('>')
                .append(escape(text))
                .append("</text>\n");
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }

    private static String shortened(String text, int length) {
        int end = text.offsetByCodePoints(0, Math.min(length - 1, text.codePointCount(0, text.length())));
        return end < text.length() ? text.substring(0, end) + "…" : text;
    }

    /** Returns {@code text} as XML holds it; characters that XML cannot hold become the replacement character. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            boolean legal = c == '\t' || c >= 0x20 && !(c >= 0xd800 && c <= 0xdfff) && c != 0xfffe && c != 0xffff;
            switch (legal ? c : 0xfffd) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(legal ? c : 0xfffd);
            }
        });
        return out.toString();
    }
}
