package io.metaforge.boot.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of the documentation, as data: its fenced blocks in order.
 *
 * <p>A block of language {@code sh} is a script. One of {@code console} is a transcript: commands behind {@code $ }, below each
 * what it prints, where {@code …} stands for anything. A command goes on in the next line after a backslash.
 */
final class Document {

    private final String name;
    private final List<Block> blocks = new ArrayList<>();

    /**
     * A fenced block.
     *
     * @param line of its first line in the document, from 1
     */
    record Block(String language, int line, List<String> lines) {

        String text() {
            return String.join("\n", lines) + "\n";
        }
    }

    /**
     * Something to type, and what is printed then.
     *
     * @param output null where the document does not show any
     */
    record Command(
            int line,
            String text,
            @org.jspecify.annotations.Nullable List<String> output) {}

    private Document(String name, List<String> lines) {
        this.name = name;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```")) {
                String language = lines.get(i).substring(3);
                int start = i + 1;
                for (i = start; !lines.get(i).equals("```"); i++) {
                    // to the end of the block
                }
                blocks.add(new Block(language, start + 1, List.copyOf(lines.subList(start, i))));
            }
        }
    }

    static Document read(String name) throws IOException {
        Path file = PackagedGateway.root().resolve("docs").resolve(name);
        return new Document(name, Files.readAllLines(file));
    }

    String name() {
        return name;
    }

    List<Block> blocks(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    /** Returns the blocks whose languages are not among these. */
    List<Block> blocksBeside(List<String> languages) {
        return blocks.stream()
                .filter(block -> !languages.contains(block.language()))
                .toList();
    }

    /** Returns everything to be typed, in the order of the document. */
    List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        for (Block block : blocks) {
            if (block.language().equals("sh")) {
                commands.add(new Command(block.line(), block.text(), null));
            } else if (block.language().equals("console")) {
                addTranscript(block, commands);
            }
        }
        return commands;
    }

    private void addTranscript(Block block, List<Command> commands) {
        List<String> lines = block.lines();
        int i = 0;
        while (i < lines.size()) {
            int line = block.line() + i;
            if (!lines.get(i).startsWith("$ ")) {
                throw new AssertionError(name + ":" + line + " begins with no command");
            }
            StringBuilder command = new StringBuilder(lines.get(i).substring(2)).append('\n');
            while (lines.get(i).endsWith("\\")) {
                i++;
                command.append(lines.get(i)).append('\n');
            }
            i++;
            List<String> output = new ArrayList<>();
            while (i < lines.size() && !lines.get(i).startsWith("$ ")) {
                output.add(lines.get(i));
                i++;
            }
            commands.add(new Command(line, command.toString(), output));
        }
    }
}
