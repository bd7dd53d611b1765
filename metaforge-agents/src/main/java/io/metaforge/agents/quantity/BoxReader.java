package io.metaforge.agents.quantity;

import io.metaforge.agents.quantity.Measurement.Shape;
import io.metaforge.agents.quantity.TermReader.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads "100 × 60 × 25 mm" and the like, and "4 × 10 A", where one number only counts. */
final class BoxReader {

    private static final Set<String> SIDES = Set.of("length", "pixels");

    private final Text text;
    private final TermReader terms;
    private final BoundReader bounds;

    BoxReader(Text text, TermReader terms, BoundReader bounds) {
        this.text = text;
        this.terms = terms;
        this.bounds = bounds;
    }

    /**
     * Adds the sides of the box that starts with {@code first} to {@code found}; returns the offset after it, -1 if it is
     * none.
     *
     * @param floor the end of the amount before
     */
    int read(Term first, int floor, List<Measurement> found) {
        List<Term> sides = new ArrayList<>(3);
        int[] letters = {sideLetter(first.start() - 1), -1, -1};
        sides.add(first);
        int end = first.end();
        while (sides.size() < 3) {
            int i = text.skipSpaces(end);
            if (text.at(i) == '(' && text.at(i + 2) == ')' && sideLetter(i + 1) >= 0) {
                letters[sides.size() - 1] = sideLetter(i + 1);
                i = text.skipSpaces(i + 3);
            }
            char c = text.at(i);
            if (c != '×' && c != 'x' && c != 'X' && c != '*') {
                break;
            }
            int next = text.skipSpaces(i + 1);
            int letter = text.isDigit(next + 1) ? sideLetter(next) : -1;
            next = letter >= 0 ? next + 1 : next;
            if (!text.isDigit(next) && text.at(next) != '.') {
                break;
            }
            Term side = terms.read(next);
            if (side == null) {
                break;
            }
            letters[sides.size()] = letter;
            sides.add(side);
            end = side.end();
        }
        if (sides.size() < 2) {
            return -1;
        }
        int last = text.skipSpaces(end);
        if (text.at(last) == '(' && text.at(last + 2) == ')' && sideLetter(last + 1) >= 0) {
            letters[sides.size() - 1] = sideLetter(last + 1);
            end = last + 3;
        }
        Term unit = sides.get(sides.size() - 1);
        if (!unit.hasUnit() && first.hasUnit()) {
            unit = first;
        }
        if (!unit.hasUnit()) {
            return end;
        }
        Term edge = edge(unit, sides.size());
        unit = edge == null ? unit : edge;
        boolean box = unit.units().stream().anyMatch(u -> SIDES.contains(u.dimension()));
        Bound bound = bounds.of(first.start(), end, floor);
        if (!box) {
            // "4 × 10 A", "10 A × 4": the number without a unit only counts
            found.add(QuantityParser.single(unit, bound, null));
            return end;
        }
        for (int i = 0; i < sides.size(); i++) {
            Term side = sides.get(i).hasUnit() && edge == null
                    ? sides.get(i)
                    : sides.get(i).withUnit(unit);
            found.add(new Measurement(
                    side.start(),
                    end,
                    null,
                    side.value(),
                    bound,
                    null,
                    side.units(),
                    side.unit(),
                    Shape.SIDE,
                    letters[i] >= 0 ? letters[i] : i,
                    sides.size()));
        }
        return end;
    }

    /** Returns the last of three sides with mm for mm³, of two with mm for mm²; null if its unit is another. */
    private static @Nullable Term edge(Term last, int sides) {
        String dimension = sides == 3 ? "volume" : "area";
        String unit = last.unit();
        if (unit.length() < 2 || !last.units().get(0).dimension().equals(dimension)) {
            return null;
        }
        String edge = unit.substring(0, unit.length() - (unit.charAt(unit.length() - 2) == '^' ? 2 : 1));
        List<Unit> units = UnitTable.STANDARD.find(edge);
        return units.isEmpty() || !units.get(0).dimension().equals("length")
                ? null
                : new Term(last.start(), last.end(), last.value(), last.signed(), last.decimals(), units, edge);
    }

    /** Returns the side that a letter such as the "W" of "W60" names, -1 if it names none. */
    private int sideLetter(int at) {
        if (Text.isWordChar(text.at(at - 1)) && !text.isDigit(at - 1)) {
            return -1;
        }
        return switch (text.at(at)) {
            case 'L' -> 0;
            case 'W', 'B' -> 1;
            case 'H' -> 2;
            case 'D', 'T' -> 3;
            default -> -1;
        };
    }
}
