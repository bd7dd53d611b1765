package io.metaforge.agents.requirements;

import io.metaforge.agents.quantity.DecimalSign;
import io.metaforge.agents.quantity.Text;
import io.metaforge.agents.requirements.Statement.Form;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Document;
import org.commonmark.node.Heading;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Takes Markdown apart into statements: list items, sentences and table rows, each with the headings above it. Code,
 * comments and HTML are left out. Walks the tree without recursion, so that no nesting overflows the stack.
 */
final class MarkdownReader {

    private static final SectionRules RULES = SectionRules.STANDARD;

    /** Deeper nesting is text, not structure. */
    private static final int MAX_NESTING = 48;

    /** A line with more cells is no table: one row would fill up all others to its length. */
    private static final int MAX_CELLS = 64;

    private static final int MAX_HEADING = 200;

    /** Headings above a statement that are looked at. */
    private static final int MAX_HEADINGS = 3;

    /** An item of more words states something, also where a list follows. */
    private static final int MAX_LEADING_WORDS = 3;

    /** A list item of more lines is told apart into its sentences, so that each has its line. */
    private static final int MAX_ITEM_LINES = 2;

    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .maxOpenBlockParsers(MAX_NESTING)
            .maxInlineNesting(MAX_NESTING)
            .build();

    private final List<Statement> statements = new ArrayList<>();
    private final List<Section> silent = new ArrayList<>();
    private final Deque<Level> headings = new ArrayDeque<>();
    private final TableReader tables;
    private final int lineOffset;
    private final boolean decimalComma;
    private final Map<Node, Text> parents = new IdentityHashMap<>();
    private @Nullable Text lead;
    private @Nullable SectionKind leadKind;
    private String title = "";
    private String introduction = "";
    private boolean anyHeading;

    private record Level(int depth, Text text, @Nullable SectionKind kind) {}

    /**
     * What a document says.
     *
     * @param title the first heading of the first level, empty if there is none
     * @param introduction the first paragraph that is no requirement's, empty if there is none
     * @param statements in the order of the document
     * @param silent the sections whose content is not read, or only what binds in it
     * @param decimalComma whether its numbers are written with a decimal comma
     */
    record Content(
            String title,
            String introduction,
            List<Statement> statements,
            List<Section> silent,
            boolean decimalComma) {}

    /**
     * A section.
     *
     * @param heading above it
     * @param line of the heading, from 1
     * @param partly whether sentences that bind are read
     */
    record Section(String heading, int line, boolean partly) {}

    private MarkdownReader(int lineOffset, boolean decimalComma) {
        this.lineOffset = lineOffset;
        this.decimalComma = decimalComma;
        tables = new TableReader(lineOffset, decimalComma);
    }

    /** Reads a document; linear in its length. */
    static Content read(String markdown) {
        FrontMatter.Body body = FrontMatter.strip(markdown);
        MarkdownReader reader = new MarkdownReader(body.lines(), DecimalSign.isComma(body.text()));
        reader.walk(parse(withoutHugeTables(body.text())));
        return new Content(reader.title, reader.introduction, reader.statements, reader.silent, reader.decimalComma);
    }

    private static Node parse(String markdown) {
        try {
            return PARSER.parse(markdown);
        } catch (IllegalArgumentException e) {
            // the parser's own bounds: tables whose missing cells it would have to fill in without end
            throw new MetaForgeException(
                    new Failure(
                            FailureKind.VALIDATION,
                            "The document holds tables too large to read: split them, or put their content into lists",
                            Map.of()),
                    e);
        }
    }

    private static String withoutHugeTables(String markdown) {
        int cells = 0;
        int lineStart = 0;
        StringBuilder copy = null;
        for (int i = 0; i <= markdown.length(); i++) {
            char c = i < markdown.length() ? markdown.charAt(i) : '\n';
            if (c == '|') {
                cells++;
            } else if (c == '\n' || c == '\r') {
                if (cells > MAX_CELLS) {
                    if (copy == null) {
                        copy = new StringBuilder(markdown);
                    }
                    for (int at = lineStart; at < i; at++) {
                        if (copy.charAt(at) == '|') {
                            copy.setCharAt(at, ' ');
                        }
                    }
                }
                cells = 0;
                lineStart = i + 1;
            }
        }
        return copy == null ? markdown : copy.toString();
    }

    private void walk(Node document) {
        Node node = document.getFirstChild();
        while (node != null) {
            boolean inside = visit(node);
            Node next = inside ? node.getFirstChild() : null;
            Node at = node;
            while (next == null && at != null && !(at instanceof Document)) {
                next = at.getNext();
                at = at.getParent();
            }
            node = next;
        }
    }

    /** Takes what {@code node} says; returns whether what lies inside it is to be visited. */
    private boolean visit(Node node) {
        if (node instanceof Heading heading) {
            Prose prose = Inlines.read(heading, lineOffset);
            heading(heading.getLevel(), prose.text(), prose.firstLine());
            return false;
        }
        if (node instanceof Paragraph paragraph) {
            paragraph(paragraph);
            return false;
        }
        if (node instanceof TableBlock table) {
            if (!section().isSilent()) {
                tables.read(table, headingTexts(), isTitled(), section(), lead, statements);
            }
            lead = null;
            return false;
        }
        if (node instanceof ListBlock && !(node.getParent() instanceof ListItem) && !followsLead(node)) {
            lead = null;
            leadKind = null;
        }
        return node instanceof ListBlock || node instanceof ListItem || node instanceof BlockQuote;
    }

    private static boolean followsLead(Node list) {
        return list.getPrevious() instanceof Paragraph;
    }

    private void heading(int depth, String heading, int line) {
        String text = heading.length() > MAX_HEADING ? heading.substring(0, MAX_HEADING) : heading;
        boolean first = !anyHeading;
        anyHeading = true;
        lead = null;
        leadKind = null;
        while (!headings.isEmpty() && headings.peek().depth >= depth) {
            headings.pop();
        }
        Text words = new Text(text);
        SectionKind kind = RULES.kindOf(words);
        if (first && depth == 1) {
            title = text.strip();
            // the title of a document says what it is about, not what stands in it
            kind = null;
        }
        if (kind != null && (kind.isSilent() || kind == SectionKind.NOTES) && !isBelowSilent()) {
            silent.add(new Section(text.strip(), line, kind == SectionKind.NOTES));
        }
        headings.push(new Level(depth, words, kind));
    }

    private boolean isBelowSilent() {
        for (Level level : headings) {
            if (level.kind != null && level.kind.isSilent()) {
                return true;
            }
        }
        return false;
    }

    private SectionKind section() {
        if (leadKind != null) {
            return leadKind;
        }
        boolean innermost = true;
        SectionKind kind = null;
        for (Level level : headings) {
            SectionKind own = level.kind;
            if (own != null && (innermost || own.isInherited())) {
                if (kind == null || own.isSilent()) {
                    kind = own;
                }
            } else if (own == SectionKind.STATED && kind == null) {
                kind = own;
            }
            innermost = false;
        }
        if (kind != null) {
            return kind;
        }
        return headings.size() <= 1 && (headings.isEmpty() || headings.peek().depth == 1)
                ? SectionKind.INTRO
                : SectionKind.STATED;
    }

    /** Reports whether the last of the heading texts is the title. */
    private boolean isTitled() {
        Level outermost = headings.peekLast();
        return outermost != null
                && headings.size() <= MAX_HEADINGS
                && outermost.depth == 1
                && !title.isEmpty()
                && outermost.text.original().strip().equals(title);
    }

    private List<Text> headingTexts() {
        List<Text> texts = new ArrayList<>(3);
        for (Level level : headings) {
            if (texts.size() < MAX_HEADINGS) {
                texts.add(level.text);
            }
        }
        return texts;
    }

    private void paragraph(Paragraph paragraph) {
        Prose prose = Inlines.read(paragraph, lineOffset);
        String text = prose.text().strip();
        if (text.isEmpty()) {
            return;
        }
        boolean inItem = paragraph.getParent() instanceof ListItem;
        boolean firstOfItem = inItem && paragraph.getPrevious() == null;
        Node only = paragraph.getFirstChild();
        if (!inItem && only instanceof StrongEmphasis && only.getNext() == null && text.length() < 80) {
            pseudoHeading(text, prose.firstLine());
            return;
        }
        if (!inItem) {
            lead = null;
            leadKind = null;
        }
        if (!inItem && text.endsWith(":") && paragraph.getNext() != null) {
            lead = new Text(text.length() > MAX_HEADING ? text.substring(text.length() - MAX_HEADING) : text);
            leadKind = RULES.kindOf(new Text(text.substring(Math.max(0, text.length() - 80), text.length() - 1)));
            if (leadKind == SectionKind.STATED || leadKind == SectionKind.INTRO) {
                leadKind = null;
            }
        }
        if (introduction.isEmpty() && !inItem && !text.endsWith(":") && !RequirementReader.isAboutDocument(text)) {
            introduction = firstSentences(prose);
        }
        SectionKind section = section();
        if (section.isSilent()) {
            return;
        }
        if (section == SectionKind.INTRO && !firstOfItem && RULES.has("strong", new Text(text))) {
            // an introduction that says "shall" states requirements, also in its other sentences
            section = SectionKind.STATED;
        }
        Text parent = firstOfItem || inItem ? parentOf(paragraph, firstOfItem) : null;
        if (firstOfItem && leadsToList(paragraph, text)) {
            return;
        }
        if (firstOfItem) {
            item(prose, section, parent);
        } else {
            for (Prose.Part part : prose.linesOrSentences()) {
                add(Form.SENTENCE, part.text(), part.line(), section, parent);
            }
        }
    }

    /** Reports whether an item is a heading in all but name: a word or three, and then a list of its own. */
    private static boolean leadsToList(Paragraph paragraph, String text) {
        return paragraph.getNext() instanceof ListBlock
                && new Text(text).words() <= MAX_LEADING_WORDS
                && AmountReader.inText(new Text(text), List.of(), List.of()).isEmpty()
                && InterfaceTable.STANDARD.find(new Text(text)).isEmpty();
    }

    private void item(Prose prose, SectionKind section, @Nullable Text parent) {
        if (prose.lastLine() - prose.firstLine() < MAX_ITEM_LINES) {
            add(Form.ITEM, withoutCheckbox(prose.text().strip()), prose.firstLine(), section, parent);
            return;
        }
        for (Prose.Part part : prose.sentences()) {
            add(Form.ITEM, withoutCheckbox(part.text()), part.line(), section, parent);
        }
    }

    private void add(Form form, String text, int line, SectionKind section, @Nullable Text parent) {
        if (!text.isEmpty()) {
            statements.add(
                    new Statement(form, text, line, headingTexts(), isTitled(), section, parent, decimalComma, null));
        }
    }

    private void pseudoHeading(String text, int line) {
        heading(7, text.endsWith(":") ? text.substring(0, text.length() - 1) : text, line);
    }

    /** Returns the text of the item around {@code paragraph}'s item, or the line that leads to its list. */
    private @Nullable Text parentOf(Paragraph paragraph, boolean firstOfItem) {
        Node item = paragraph.getParent();
        if (firstOfItem && item != null) {
            Node list = item.getParent();
            item = list == null ? null : list.getParent();
        }
        if (item instanceof ListItem && item.getFirstChild() instanceof Paragraph first) {
            return parents.computeIfAbsent(first, key -> {
                String text = Inlines.read(key, lineOffset).text();
                return new Text(text.length() > MAX_HEADING ? text.substring(0, MAX_HEADING) : text);
            });
        }
        return lead;
    }

    private static String firstSentences(Prose prose) {
        StringBuilder summary = new StringBuilder();
        for (Prose.Part part : prose.sentences()) {
            if (summary.length() + part.text().length() > 300 && summary.length() > 0) {
                break;
            }
            summary.append(summary.length() == 0 ? "" : " ").append(part.text());
            if (summary.length() > 160) {
                break;
            }
        }
        return summary.length() > 400 ? summary.substring(0, 400) + "…" : summary.toString();
    }

    private static String withoutCheckbox(String text) {
        boolean box = text.length() > 3
                && text.charAt(0) == '['
                && text.charAt(2) == ']'
                && (text.charAt(1) == ' ' || text.charAt(1) == 'x' || text.charAt(1) == 'X');
        return box ? text.substring(3).strip() : text;
    }
}
