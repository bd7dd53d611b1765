package io.metaforge.agents.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.metaforge.agents.constraints.ConstraintsReader;
import io.metaforge.application.agent.Proposal;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads Markdown that nobody wrote: each document ends in a result that its schema allows, or in a refusal that says why,
 * in time that grows no faster than its length, and twice alike.
 *
 * <p>Runs for five seconds, for sixty where the environment says {@code CI=true}, or for as long as {@code
 * -Dmetaforge.fuzz.seconds} says. A failure names its seed: {@code -Dmetaforge.fuzz.seed} starts with that document.
 */
class MarkdownFuzzTest {

    private static final long FIRST_SEED = 20_250_101;

    /** No document may take longer; a healthy one takes milliseconds, also on a machine that does much else. */
    private static final long HANGS_AFTER_SECONDS = 120;

    /** How many times slower than an ordinary document of its length one may be. */
    private static final int SLOWER = 60;

    /** What any document may take, whatever its length: the clock of a busy machine tells no less apart. */
    private static final long FREE_NANOS = TimeUnit.MILLISECONDS.toNanos(750);

    private static final ExecutorService READERS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fuzz");
        thread.setDaemon(true);
        return thread;
    });

    @AfterAll
    static void stopReaders() {
        READERS.shutdownNow();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = RequirementsAgent.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static long seconds() {
        String given = System.getProperty("metaforge.fuzz.seconds");
        if (given != null) {
            return Long.parseLong(given);
        }
        return "true".equals(System.getenv("CI")) ? 60 : 5;
    }

    /** Returns what the agent proposes for a document; null where it is refused with a reason. */
    private static Proposal read(String markdown) {
        Future<Proposal> reading = READERS.submit(() -> {
            try {
                return Documents.of("PRD.md", markdown).run();
            } catch (MetaForgeException refusal) {
                assertThat(refusal.failure().kind()).isIn(FailureKind.AGENT, FailureKind.VALIDATION);
                assertThat(refusal).message().isNotBlank();
                return null;
            }
        });
        try {
            return reading.get(HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            reading.cancel(true);
            throw new AssertionError("reading does not end", e);
        } catch (ExecutionException e) {
            throw new AssertionError("neither a result nor a refusal", e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long nanos(String markdown) {
        long start = System.nanoTime();
        read(markdown);
        return System.nanoTime() - start;
    }

    private static String ordinary(int length) throws IOException {
        String document = resource("weather-station.md") + "\n" + resource("motor-driver.md") + "\n";
        return document.repeat(length / document.length() + 1).substring(0, length);
    }

    @Test
    void anyMarkdownEndsInAResultOrARefusal() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(resource("constraints.schema.json"), InputFormat.JSON);
        Mutations mutations = new Mutations(List.of(
                resource("weather-station.md"),
                resource("temperature-controller-de.md"),
                resource("audio-recorder.md"),
                resource("level-meter.md"),
                resource("motor-driver.md"),
                resource("fragments.txt")));
        int length = 50_000;
        read(ordinary(length));
        long ordinaryNanos = Math.min(nanos(ordinary(length)), nanos(ordinary(length)));
        long seed = Long.getLong("metaforge.fuzz.seed", FIRST_SEED);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds());
        int read = 0;
        do {
            String markdown = mutations.document(new Random(seed));
            try {
                check(markdown, schema, FREE_NANOS + ordinaryNanos * SLOWER * markdown.length() / length);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "reproduce with -Dmetaforge.fuzz.seed=" + seed + ": "
                                + (e.getCause() == null ? e : e.getCause())
                                + "; the document starts with\n"
                                + markdown.substring(0, Math.min(markdown.length(), 2000)),
                        e);
            }
            read++;
            seed++;
        } while (System.nanoTime() < end);
        assertThat(read).isPositive();
    }

    private static void check(String markdown, Schema schema, long mostNanos) {
        long start = System.nanoTime();
        Proposal first = read(markdown);
        long taken = System.nanoTime() - start;
        if (taken > mostNanos) {
            // another process may have had the machine: a slow rule is slow again
            taken = Math.min(nanos(markdown), nanos(markdown));
        }
        assertThat(taken).as("nanoseconds for %d characters", markdown.length()).isLessThanOrEqualTo(mostNanos);
        Proposal second = read(markdown);
        if (first == null) {
            assertThat(second).isNull();
            return;
        }
        for (int i = 0; i < 2; i++) {
            assertThat(second.files().get(i).content())
                    .isEqualTo(first.files().get(i).content());
        }
        byte[] json = first.files().get(0).content();
        ConstraintsReader.read("constraints.json", json);
        if (json.length < 200_000) {
            assertThat(schema.validate(new String(json, StandardCharsets.UTF_8), InputFormat.JSON))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ordinary",
                "once a day ",
                "24 messages per ",
                "every ",
                "$5 @ ",
                "1/4 ",
                "±(5 ",
                "d'",
                "Ø5 ",
                "5 V at ",
                "1.1",
                "| 5 V | notes: up to 3 A ",
                "- 5 V\n  - a\n",
                "- supply 5 V\n",
                "5 V or ",
                "70%–"
            })
    void eightTimesTheTextTakesNotMuchMoreThanEightTimesTheTime(String part) throws IOException {
        int small = 32_000;
        String large = text(part, small * 8);
        long ratio = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 3 && ratio >= 20; attempt++) {
            long one = Math.min(nanos(text(part, small)), nanos(text(part, small)));
            long eight = nanos(large);
            // below this the clock, the compiler and the collector are all that is measured
            ratio = eight < FREE_NANOS ? 0 : eight / Math.max(1, one);
        }
        assertThat(ratio).isLessThan(20);
    }

    private static String text(String part, int length) throws IOException {
        return part.equals("ordinary") ? ordinary(length) : "- Supply: 5 V\n" + part.repeat(length / part.length());
    }

    /** Makes documents out of others. */
    private static final class Mutations {

        private static final String[] PIECES = {
            "# ",
            "## ",
            "- ",
            "* ",
            "1. ",
            "> ",
            "| ",
            "|---|---|\n",
            "\n",
            "\n\n",
            "\r\n",
            "\r",
            "  ",
            "    ",
            "\t",
            "```\n",
            "~~~\n",
            "<!-- ",
            " -->",
            "<b>",
            "</b>",
            "<br>",
            "[a](b)",
            "![a](b)",
            "[",
            "](",
            "**",
            "__",
            "*",
            "_",
            "`",
            "~~",
            "\\",
            "&nbsp;",
            "&#0;",
            "---\n",
            "===\n",
            "[ ] ",
            "[x] ",
            "5 V",
            "3V3",
            "4k7",
            "±",
            "±0,5 °C",
            "−40 to +85 °C",
            "10–20 mA",
            "1.000 Hz",
            "<£15 @ 100 units",
            "$4.50 @ 1k",
            "12,50 €",
            "2S–6S LiPo",
            "twelve months",
            "≥8kHz",
            "95 %",
            "100 x 60 x 25 mm",
            "every 15 minutes",
            "twice a day",
            "24 messages per day",
            "shall ",
            "must ",
            "should ",
            "may ",
            "no ",
            "not ",
            "or ",
            "at ",
            "supply ",
            "battery life ",
            "weight ",
            "operating temperature ",
            "USB-C ",
            "Wi-Fi ",
            "I²C ",
            "RS-485 ",
            "IP67 ",
            "EN 55032 ",
            "2025-01-20 ",
            "v1.2.3 ",
            "page 5 ",
            "e.g. ",
            "max. ",
            ": ",
            "; ",
            ", ",
            ". ",
            "? ",
            "(",
            ")",
            "/",
            "@",
            "\"",
            "'",
            "’",
            "\u0000",
            "\u2028",
            "\ufeff",
            "\u00a0",
            "\ud83d\ude80",
            "\ud83d",
            "\udc00",
            "漢字",
            "ﬁ",
            "é",
            "Ω",
            "µ",
            "μ",
            "999999999999999999999",
            "1e99",
            "0.0000000001",
            "-",
            "–",
            "—"
        };

        private final List<String> originals;

        Mutations(List<String> originals) {
            this.originals = originals;
        }

        String document(Random random) {
            StringBuilder text = new StringBuilder();
            int kind = random.nextInt(10);
            if (kind < 3) {
                int pieces = 1 + random.nextInt(random.nextInt(12) == 0 ? 20_000 : 400);
                for (int i = 0; i < pieces; i++) {
                    text.append(PIECES[random.nextInt(PIECES.length)]);
                }
                return text.toString();
            }
            text.append(originals.get(random.nextInt(originals.size())));
            if (kind == 3) {
                text.append(originals.get(random.nextInt(originals.size())));
            }
            int changes = 1 + random.nextInt(30);
            for (int i = 0; i < changes && text.length() > 0; i++) {
                change(text, random);
            }
            return text.toString();
        }

        private static void change(StringBuilder text, Random random) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(80));
            switch (random.nextInt(8)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
                case 2 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 3 -> text.setCharAt(at, (char) random.nextInt(0x10000));
                case 4 -> text.insert(at, text.substring(at, end).repeat(1 + random.nextInt(60)));
                case 5 -> text.insert(at, PIECES[random.nextInt(PIECES.length)].repeat(1 + random.nextInt(3000)));
                case 6 -> text.setLength(at);
                default -> shuffleLines(text, random);
            }
        }

        private static void shuffleLines(StringBuilder text, Random random) {
            List<String> lines = new ArrayList<>(List.of(text.toString().split("\n", -1)));
            java.util.Collections.shuffle(lines, random);
            text.setLength(0);
            text.append(String.join("\n", lines));
        }
    }
}
