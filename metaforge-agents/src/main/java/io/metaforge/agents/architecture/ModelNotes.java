package io.metaforge.agents.architecture;

import io.metaforge.agents.architecture.document.Escape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a language model added to a design, for the end of {@code architecture.md}. Not thread-safe. */
final class ModelNotes {

    private static final int MAX_LISTED = 50;

    private final Set<String> warnings = new LinkedHashSet<>();
    private final List<String> read = new ArrayList<>();
    private final Map<String, String> words = new LinkedHashMap<>();
    private final Set<String> dropped = new LinkedHashSet<>();

    /** Notes that it gave no usable answer. */
    void warn(String problem) {
        warnings.add(problem);
    }

    /** Notes how it understood a clause of a rejection's reason. */
    void understood(String clause, String phrase) {
        read.add("\"" + Escape.markdown(clause) + "\" was read as \"" + Escape.markdown(phrase) + "\"");
    }

    /** Notes what it says of a part. */
    void say(String reference, String sentences) {
        words.put(reference, sentences);
    }

    /** Notes what was not taken over. */
    void drop(String what) {
        dropped.add(what);
    }

    /** Returns the section; empty where there is nothing to tell. */
    String section() {
        if (warnings.isEmpty() && read.isEmpty() && words.isEmpty() && dropped.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("\n## Language model\n\n");
        warnings.forEach(warning ->
                out.append("**Warning:** ").append(Escape.markdown(warning)).append("; rules alone were used.\n\n"));
        if (!read.isEmpty()) {
            out.append("Of the rejection's reason, in words that the rules know:\n\n");
            read.forEach(line -> out.append("- ").append(line).append('\n'));
            out.append('\n');
        }
        if (!words.isEmpty()) {
            out.append("In its words; the parts were chosen without it, and every figure is one of theirs or their"
                    + " requirements':\n\n");
            words.forEach((reference, sentences) -> out.append("- **")
                    .append(reference)
                    .append("**: ")
                    .append(Escape.markdown(sentences))
                    .append('\n'));
            out.append('\n');
        }
        if (!dropped.isEmpty()) {
            out.append("Not taken over from it:\n\n");
            dropped.stream().limit(MAX_LISTED).forEach(line -> out.append("- ")
                    .append(Escape.markdown(line))
                    .append('\n'));
            if (dropped.size() > MAX_LISTED) {
                out.append("- and ").append(dropped.size() - MAX_LISTED).append(" more\n");
            }
        }
        return out.toString().stripTrailing() + "\n";
    }
}
