package io.metaforge.agents.architecture.need;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.constraints.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds which parts requirements name, and words that look like parts the catalogue does not have. Not thread-safe. */
final class NamedParts {

    private static final Pattern PART_NUMBER = Pattern.compile("\\b[A-Z]{2,6}-?\\d[A-Z0-9-]{2,12}\\b");
    private static final Pattern NO_PART_NUMBER = Pattern.compile(
            "(?:RS|USB|IEC|EN|ISO|IP|IEEE|FCC|CAT|UL|MIL|JESD|REQ|RFC|AES|SHA|EU|US|AS|IPC|ETSI|ASTM|DIN|PETG|ATEX|UN|CISPR|EIA|PM|CO|AWG)-?\\d.*");

    private final Catalogue catalogue;
    private final Vocabulary vocabulary;
    private final Map<String, List<String>> unknownParts = new LinkedHashMap<>();

    NamedParts(Catalogue catalogue, Vocabulary vocabulary) {
        this.catalogue = catalogue;
        this.vocabulary = vocabulary;
    }

    /** Returns the words that were noted, by requirement. */
    Map<String, List<String>> unknown() {
        return unknownParts;
    }

    /**
     * Reports whether the text names {@code part}, by its number, a shorter name or a family.
     *
     * @param families found so far, so that "STM32F4 or F7" names both; added to
     */
    static boolean names(Part part, Wording wording, List<String> families) {
        for (String family : part.families()) {
            String lower = family.toLowerCase(java.util.Locale.ROOT);
            if (family.length() >= 5 && wording.mention(lower) == Wording.Mention.ASKED) {
                families.add(lower);
                return true;
            }
        }
        for (String family : part.families()) {
            String lower = family.toLowerCase(java.util.Locale.ROOT);
            for (String found : families) {
                String prefix = found.substring(0, found.length() - 2);
                if (lower.length() == found.length()
                        && lower.startsWith(prefix)
                        && !lower.equals(found)
                        && wording.matcher(Pattern.compile(
                                        "(?:or|/|,) ?" + Pattern.quote(lower.substring(prefix.length())) + "\\b"))
                                .find()) {
                    return true;
                }
            }
        }
        if (wording.mention(part.mpn().toLowerCase(java.util.Locale.ROOT)) == Wording.Mention.ASKED
                && !part.mpn().matches("\\d+")) {
            return true;
        }
        return part.names().stream()
                .anyMatch(name -> wording.mention(name.toLowerCase(java.util.Locale.ROOT)) == Wording.Mention.ASKED);
    }

    /** Notes words of {@code requirement} that look like part numbers and are none the catalogue has. */
    void note(Requirement requirement) {
        Matcher token = PART_NUMBER.matcher(
                requirement.text().length() > 4000 ? requirement.text().substring(0, 4000) : requirement.text());
        while (token.find()
                && unknownParts.getOrDefault(requirement.id(), List.of()).size() < 5) {
            String word = token.group();
            String lower = word.toLowerCase(java.util.Locale.ROOT);
            boolean known = NO_PART_NUMBER.matcher(word).matches()
                    || requirement.interfaces().contains(word)
                    || vocabulary.functions().stream().anyMatch(f -> f.terms().contains(lower))
                    || catalogue.parts().stream().anyMatch(part -> isCalled(part, lower));
            List<String> words = unknownParts.getOrDefault(requirement.id(), new ArrayList<>());
            if (!known && !words.contains(word)) {
                words.add(word);
                unknownParts.put(requirement.id(), words);
            }
        }
    }

    private static boolean isCalled(Part part, String lower) {
        return part.mpn().toLowerCase(java.util.Locale.ROOT).startsWith(lower)
                || part.names().stream().anyMatch(name -> name.toLowerCase(java.util.Locale.ROOT)
                        .startsWith(lower))
                || part.families().stream().anyMatch(name -> name.toLowerCase(java.util.Locale.ROOT)
                        .startsWith(lower));
    }
}
