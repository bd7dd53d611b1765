package io.metaforge.agents.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.quantity.QuantityPrinter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads pieces of documents in every form that engineers write: {@code fragments.txt} holds them, each with what is to be
 * read from it.
 */
class FragmentsTest {

    /** A piece of a document and what is to be read from it. */
    record Fragment(String name, String markdown, String expected) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Fragment> fragments() throws IOException {
        String all;
        try (InputStream in = FragmentsTest.class.getResourceAsStream("fragments.txt")) {
            all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Fragment> fragments = new ArrayList<>();
        for (String part : all.split("(?m)^==== ")) {
            int name = part.indexOf('\n');
            int result = part.indexOf("\n=> ");
            if (result > 0) {
                fragments.add(new Fragment(
                        part.substring(0, name), part.substring(name + 1, result + 1), part.substring(result + 1)));
            }
        }
        return fragments;
    }

    /** Prints what was read: a line for each requirement, conflict and gap that a fragment is about. */
    static String print(Constraints constraints) {
        StringBuilder out = new StringBuilder();
        for (Requirement requirement : constraints.requirements()) {
            out.append("=> ").append(requirement.source().line());
            out.append(' ').append(requirement.category().word());
            out.append(' ').append(requirement.priority().word());
            for (Quantity quantity : requirement.quantities()) {
                out.append(" | ").append(quantity.parameter()).append(": ").append(QuantityPrinter.print(quantity));
            }
            if (!requirement.interfaces().isEmpty()) {
                out.append(" -> ").append(String.join(", ", requirement.interfaces()));
            }
            out.append('\n');
        }
        constraints
                .conflicts()
                .forEach(c -> out.append("=> ! ").append(c.reason()).append('\n'));
        return out.toString();
    }

    @ParameterizedTest
    @MethodSource("fragments")
    void aFragmentReadsAsItsAuthorMeantIt(Fragment fragment) {
        assertThat(print(Documents.read(fragment.markdown()))).isEqualTo(fragment.expected());
    }

    @Nested
    class WithOtherLineEnds {

        static List<Fragment> fragments() throws IOException {
            return FragmentsTest.fragments();
        }

        @ParameterizedTest
        @MethodSource("fragments")
        void aByteOrderMarkAndLineEndsOfWindowsChangeNothing(Fragment fragment) {
            String windows = "\ufeff" + fragment.markdown().replace("\n", "\r\n");
            assertThat(print(Documents.read(windows))).isEqualTo(fragment.expected());
        }
    }
}
