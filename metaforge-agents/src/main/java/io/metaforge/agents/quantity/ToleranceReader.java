package io.metaforge.agents.quantity;

import io.metaforge.agents.constraints.Tolerance;
import io.metaforge.agents.quantity.TermReader.Term;
import org.jspecify.annotations.Nullable;

/** Reads the tolerance behind an amount: "±5 %", "(+/- 100 mV)", "+10 %/−5 %". */
final class ToleranceReader {

    private final Text text;
    private final TermReader terms;

    ToleranceReader(Text text, TermReader terms) {
        this.text = text;
        this.terms = terms;
    }

    /** Reports whether "+/-" or "+-" starts at {@code i}. */
    boolean isPlusMinus(int i) {
        return text.at(i) == '+' && ((text.at(i + 1) == '/' && text.at(i + 2) == '-') || text.at(i + 1) == '-');
    }

    /** Returns where the number after the sign at {@code i} starts. */
    int afterPlusMinus(int i) {
        int at = text.skipSpaces(text.at(i) == '±' ? i + 1 : text.at(i + 1) == '/' ? i + 3 : i + 2);
        // "±(0.5 % + 2 digits)"
        return text.at(at) == '(' && text.isDigit(at + 1) ? at + 1 : at;
    }

    /** Returns where a "±" stands that belongs to the term before it, -1 if there is none. */
    int position(int end) {
        int i = text.skipSpaces(end);
        if (text.at(i) == '(' || text.at(i) == ',') {
            i = text.skipSpaces(i + 1);
        }
        return text.at(i) == '±' || isPlusMinus(i) || isSplitTolerance(i) ? i : -1;
    }

    /** Reports whether "+5 % / −3 %" starts at {@code i}. */
    private boolean isSplitTolerance(int i) {
        if (text.at(i) != '+' || !text.isDigit(i + 1)) {
            return false;
        }
        Term plus = terms.read(i);
        if (plus == null) {
            return false;
        }
        int next = text.skipSpaces(plus.end());
        if (text.at(next) == '/' || text.at(next) == ',') {
            next = text.skipSpaces(next + 1);
        }
        return text.at(next) == '-' && text.isDigit(next + 1);
    }

    /** Gives "60" of "60 ± 0.2 mm" the unit that follows its tolerance. */
    Term withUnitOf(Term term) {
        int plusMinus = position(term.end());
        if (plusMinus < 0 || isSplitTolerance(plusMinus)) {
            return term;
        }
        Term tolerance = terms.read(afterPlusMinus(plusMinus));
        return tolerance == null
                        || !tolerance.hasUnit()
                        || tolerance.units().get(0).dimension().equals("ratio")
                ? term
                : term.withUnit(tolerance);
    }

    /** A tolerance and the offset after it. */
    record Read(Tolerance tolerance, int end) {}

    /** Returns the tolerance whose sign stands at {@code at}; null if it is none of {@code nominal}. */
    @Nullable
    Read read(int at, Term nominal) {
        if (isSplitTolerance(at)) {
            Term plus = terms.read(at);
            int next = text.skipSpaces(plus == null ? at : plus.end());
            if (text.at(next) == '/' || text.at(next) == ',') {
                next = text.skipSpaces(next + 1);
            }
            Term minus = terms.read(next);
            if (plus == null || minus == null || (!minus.hasUnit() && !plus.hasUnit())) {
                return null;
            }
            String unit = minus.hasUnit() ? minus.unit() : plus.unit();
            return new Read(new Tolerance(plus.value().abs(), minus.value().abs(), unit), closing(at, minus.end()));
        }
        Term term = terms.read(afterPlusMinus(at));
        if (term == null
                || (term.hasUnit()
                        && !term.units().get(0).dimension().equals("ratio")
                        && !term.units().get(0).dimension().equals("ppm")
                        && !(term.unit().startsWith("dB") && nominal.unit().startsWith("dB"))
                        && !term.sharesDimensionWith(nominal))) {
            return null;
        }
        String unit = term.hasUnit() ? term.unit() : nominal.unit();
        return new Read(new Tolerance(term.value().abs(), term.value().abs(), unit), closing(at, term.end()));
    }

    private int closing(int start, int end) {
        boolean opened = false;
        for (int i = start - 1; i >= 0 && start - i < 3; i--) {
            opened |= text.at(i) == '(';
        }
        return opened && text.at(end) == ')' ? end + 1 : end;
    }
}
