package io.metaforge.agents.requirements;

import java.util.Arrays;
import java.util.Locale;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** Takes the markup off a paragraph, heading or cell and keeps the line of every character. */
final class Inlines {

    private final StringBuilder text = new StringBuilder();
    private final int lineOffset;
    private int[] offsets = new int[4];
    private int[] lines = new int[4];
    private int marks;

    private Inlines(int lineOffset) {
        this.lineOffset = lineOffset;
    }

    /** Reads what is inside {@code block}; struck-out text, images and addresses are left out. */
    static Prose read(Node block, int lineOffset) {
        Inlines inlines = new Inlines(lineOffset);
        Node node = block.getFirstChild();
        if (!block.getSourceSpans().isEmpty()) {
            inlines.mark(block.getSourceSpans().get(0).getLineIndex());
        }
        while (node != null) {
            boolean inside = inlines.take(node);
            Node next = inside ? node.getFirstChild() : null;
            Node at = node;
            while (next == null && at != block) {
                next = at.getNext();
                at = at.getParent();
            }
            node = next;
        }
        return inlines.prose();
    }

    private void mark(int lineIndex) {
        int line = lineIndex + 1 + lineOffset;
        if (marks > 0 && lines[marks - 1] == line) {
            return;
        }
        if (marks == lines.length) {
            lines = Arrays.copyOf(lines, marks * 2);
            offsets = Arrays.copyOf(offsets, marks * 2);
        }
        offsets[marks] = text.length();
        lines[marks++] = line;
    }

    private boolean take(Node node) {
        if (node instanceof Text literal) {
            if (!node.getSourceSpans().isEmpty()) {
                mark(node.getSourceSpans().get(0).getLineIndex());
            }
            text.append(literal.getLiteral());
            return false;
        }
        if (node instanceof Code code) {
            text.append(code.getLiteral());
            return false;
        }
        if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
            text.append(' ');
            return false;
        }
        if (node instanceof HtmlInline html) {
            String tag = html.getLiteral().toLowerCase(Locale.ROOT);
            if (tag.startsWith("<br") || tag.startsWith("</p") || tag.startsWith("</li")) {
                text.append("; ");
            }
            return false;
        }
        if (node instanceof Image) {
            return false;
        }
        if (node instanceof Link link) {
            // an address in angle brackets is its own text
            return !(link.getFirstChild() instanceof Text only
                    && only.getNext() == null
                    && (only.getLiteral().equals(link.getDestination())
                            || link.getDestination().equals("mailto:" + only.getLiteral())));
        }
        return true;
    }

    private Prose prose() {
        if (marks == 0) {
            mark(0);
        }
        int open = text.indexOf("~~");
        while (open >= 0) {
            int close = text.indexOf("~~", open + 2);
            if (close < 0) {
                break;
            }
            for (int i = open; i < close + 2; i++) {
                text.setCharAt(i, ' ');
            }
            open = text.indexOf("~~", close + 2);
        }
        return new Prose(text.toString(), offsets, lines, marks);
    }
}
