package io.metaforge.agents.power.document;

import io.metaforge.agents.architecture.document.Escape;
import java.util.List;

/** Appends lines and table rows of Markdown. */
class MarkdownLines {

    static final String NONE = "–";

    private final StringBuilder out;

    MarkdownLines(StringBuilder out) {
        this.out = out;
    }

    final void line(String text) {
        out.append(text).append('\n');
    }

    final void row(String... cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    static String basis(List<String> basis) {
        return basis.isEmpty() ? NONE : Escape.markdown(String.join(", ", basis));
    }
}
