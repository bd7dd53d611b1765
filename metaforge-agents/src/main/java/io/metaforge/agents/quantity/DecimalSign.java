package io.metaforge.agents.quantity;

/** Finds out how a document writes its numbers: "1.000 Hz" is a thousand in German, one in English. */
public final class DecimalSign {

    /** How much of a document is looked at; the rest is written alike. */
    private static final int ENOUGH = 100_000;

    private DecimalSign() {}

    /**
     * Reports whether {@code document} writes decimals with a comma: its words are of a language that does, and its numbers
     * with one or two decimals do not say otherwise. Linear in the length.
     */
    public static boolean isComma(String document) {
        Text text = new Text(document.substring(0, Math.min(document.length(), ENOUGH)));
        int comma = 0;
        int point = 0;
        for (int i = 0; i < text.words(); i++) {
            String word = text.word(i);
            if (Words.STANDARD.commaLanguage.contains(word)) {
                comma++;
            }
            if (Words.STANDARD.pointLanguage.contains(word)) {
                point++;
            }
        }
        return comma > point && decimals(text, ',') >= decimals(text, '.');
    }

    private static int decimals(Text text, char sign) {
        int found = 0;
        for (int i = 1; i < text.length(); i++) {
            if (text.at(i) == sign && text.isDigit(i - 1) && text.isDigit(i + 1) && !isNumbering(text, i)) {
                int end = i + 1;
                while (text.isDigit(end)) {
                    end++;
                }
                if (end - i <= 3 && text.at(end) != sign) {
                    found++;
                }
            }
        }
        return found;
    }

    /** Reports whether the sign at {@code i} belongs to the number of a heading or item: "## 1.2 Power", "3.1.4 Shall". */
    private static boolean isNumbering(Text text, int i) {
        int start = i;
        while (start > 0 && i - start < 16 && (text.isDigit(start - 1) || text.at(start - 1) == '.')) {
            start--;
        }
        while (start > 0 && i - start < 32 && (text.at(start - 1) == ' ' || text.at(start - 1) == '#')) {
            start--;
            char before = text.original().charAt(start);
            if (before == '\n' || before == '\r' || before == '#') {
                return true;
            }
        }
        return start == 0 || text.at(start - 1) == '-' || text.at(start - 1) == '*';
    }
}
