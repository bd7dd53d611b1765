package io.metaforge.agents.architecture.revision;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds parts by what people call them: part numbers, shorter names, families, and makers. Immutable. */
final class PartNames {

    /** Makers as people shorten them. */
    private static final Map<String, String> MAKERS = Map.of(
            "ti", "Texas Instruments",
            "st", "STMicroelectronics",
            "adi", "Analog Devices",
            "maxim", "Analog Devices",
            "nordic", "Nordic Semiconductor",
            "bosch", "Bosch Sensortec",
            "invensense", "TDK InvenSense",
            "tdk", "TDK InvenSense",
            "diodes", "Diodes Incorporated");

    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\d][\\p{L}\\d+#./-]*");
    private static final Pattern LOOKS_LIKE_ONE = Pattern.compile(
            "(?i)(?=[a-z\\d-]*\\d)(?=[a-z\\d-]*[a-z])[a-z]{2}[a-z\\d-]{3,}|[a-z]{2,}-?\\d{3,}[a-z\\d-]*");
    private static final int SHORTEST = 4;

    private final Catalogue catalogue;

    PartNames(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Returns the numbers of the parts that {@code words} name; empty where they name none. */
    List<String> parts(String words) {
        List<String> found = new ArrayList<>();
        Matcher token = TOKEN.matcher(words);
        while (token.find()) {
            String word = strip(token.group());
            List<String> named = named(word);
            if (named.isEmpty() && word.contains("/")) {
                for (String piece : word.split("/")) {
                    named(piece).stream().filter(mpn -> !found.contains(mpn)).forEach(found::add);
                }
            }
            named.stream().filter(mpn -> !found.contains(mpn)).forEach(found::add);
        }
        return found;
    }

    private static String strip(String token) {
        return token.replaceAll("[./-]+$", "");
    }

    private List<String> named(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.length() < SHORTEST || !lower.matches(".*\\d.*")) {
            return List.of();
        }
        List<String> exact = catalogue.parts().stream()
                .filter(part -> same(part.mpn(), lower) || part.names().stream().anyMatch(name -> same(name, lower)))
                .map(Part::mpn)
                .toList();
        if (!exact.isEmpty()) {
            return exact;
        }
        List<String> family = catalogue.parts().stream()
                .filter(part -> part.families().stream().anyMatch(name -> same(name, lower)))
                .map(Part::mpn)
                .toList();
        if (!family.isEmpty()) {
            return family;
        }
        return catalogue.parts().stream()
                .filter(part -> part.mpn().toLowerCase(Locale.ROOT).startsWith(lower)
                        || part.names().stream()
                                .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(lower)))
                .map(Part::mpn)
                .toList();
    }

    private static boolean same(String name, String lower) {
        return name.toLowerCase(Locale.ROOT).equals(lower);
    }

    /** Returns the parts of the makers that {@code words} name. */
    List<String> ofMaker(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        List<String> found = new ArrayList<>();
        for (Part part : catalogue.parts()) {
            String maker = part.maker().toLowerCase(Locale.ROOT);
            boolean byName = wordIn(lower, maker);
            boolean byShort = MAKERS.entrySet().stream()
                    .anyMatch(entry -> entry.getValue().equals(part.maker()) && wordIn(lower, entry.getKey()));
            if (byName || byShort) {
                found.add(part.mpn());
            }
        }
        return found;
    }

    private static boolean wordIn(String text, String word) {
        return Pattern.compile("(?<![\\p{L}\\d])" + Pattern.quote(word) + "(?![\\p{L}\\d])")
                .matcher(text)
                .find();
    }

    /** Returns the first word that looks like a part number; empty where none does. */
    static String partNumberIn(String words) {
        Matcher token = TOKEN.matcher(words);
        while (token.find()) {
            String word = strip(token.group());
            if (LOOKS_LIKE_ONE.matcher(word).matches()) {
                return word;
            }
        }
        return "";
    }
}
