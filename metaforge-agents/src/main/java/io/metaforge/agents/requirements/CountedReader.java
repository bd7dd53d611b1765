package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.quantity.Text;
import io.metaforge.agents.requirements.Draft.Amount;
import io.metaforge.agents.requirements.Draft.Form;
import io.metaforge.agents.requirements.Vocabulary.Parameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Reads how many layers, pins or nodes there are: "4 layers", "6-pin", "up to 32 nodes". */
final class CountedReader {

    private static final SectionRules RULES = SectionRules.STANDARD;

    /** Digits of a number; no board has 10000 layers, and no bus as many nodes. */
    private static final int MAX_DIGITS = 4;

    /** Counts read of one statement. */
    private static final int MAX = 8;

    private CountedReader() {}

    /** Returns {@code amounts} and after them what {@code text} counts. */
    static List<Amount> with(List<Amount> amounts, Text text) {
        List<Amount> all = new ArrayList<>(amounts);
        for (int i = 0; i < text.length() && all.size() < amounts.size() + MAX; i++) {
            if (!text.isDigit(i) || Character.isLetterOrDigit(text.at(i - 1)) || isPartOfNumber(text, i - 1)) {
                continue;
            }
            int end = i;
            while (text.isDigit(end)) {
                end++;
            }
            Amount amount = end - i > MAX_DIGITS ? null : counted(text, i, end);
            if (amount != null) {
                all.add(amount);
            }
            i = end;
        }
        return all;
    }

    /** Reports whether a sign before a digit makes it the part of another number: "1.27", "10/100", "v2-3". */
    private static boolean isPartOfNumber(Text text, int at) {
        char c = text.at(at);
        return (c == '.' || c == ',' || c == '/' || c == '-' || c == '+' || c == '#') && text.at(at - 1) != ' ';
    }

    private static @org.jspecify.annotations.Nullable Amount counted(Text text, int start, int end) {
        if (text.at(end) != ' ' && text.at(end) != '-') {
            return null;
        }
        int word = text.wordFrom(end);
        if (word < text.words() && text.start(word) <= start) {
            word++;
        }
        if (word >= text.words() || text.start(word) != end + 1) {
            return null;
        }
        Parameter parameter = Vocabulary.STANDARD.countedAt(text, word);
        if (parameter == null) {
            return null;
        }
        int before = text.wordBefore(start);
        BigDecimal number = new BigDecimal(text.slice(start, end));
        boolean most = RULES.find("counted-max", text, before - 1, before + 1) >= 0;
        boolean least = !most && RULES.find("counted-min", text, before - 1, before + 1) >= 0;
        Quantity quantity = new Quantity(
                parameter.name(), least ? number : null, most ? number : null, most || least ? null : number, null, "");
        return new Amount(quantity, parameter, "count", false, Form.COUNTED, "", null);
    }
}
