package io.metaforge.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.domain.artifact.WorkspacePath;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunInputTest {

    @Nested
    class Fingerprints {

        @Test
        void areEqualWhateverTheOrderOfMembers() {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("a", 1);
            one.put("b", Map.of("x", true));
            Map<String, Object> other = new LinkedHashMap<>();
            other.put("b", Map.of("x", true));
            other.put("a", 1);

            assertSame(args(one), args(other));
        }

        @Test
        void areEqualHoweverANumberIsWritten() {
            List<Number> ones =
                    List.of(1, 1L, (short) 1, 1.0, 1f, new BigDecimal("1.000"), new BigDecimal("1E+0"), BigInteger.ONE);
            for (Number one : ones) {
                assertSame(args(Map.of("n", one)), args(Map.of("n", 1)));
            }
            assertSame(args(Map.of("n", 1e2)), args(Map.of("n", 100)));
            assertSame(args(Map.of("n", -0.0)), args(Map.of("n", 0)));
            assertSame(args(Map.of("n", new BigDecimal("0.000"))), args(Map.of("n", 0)));
        }

        @Test
        void differByTheOrderOfFiles() {
            assertDifferent(RunInput.ofFiles("a", "b"), RunInput.ofFiles("b", "a"));
        }

        @Test
        void differByTheOrderOfAList() {
            assertDifferent(args(Map.of("l", List.of(1, 2))), args(Map.of("l", List.of(2, 1))));
        }

        @Test
        void differBetweenWhatLooksAlike() {
            List<RunInput> all = new ArrayList<>(List.of(
                    RunInput.EMPTY,
                    RunInput.ofFiles("a"),
                    RunInput.ofFiles("a", "a"),
                    RunInput.ofFiles("a/b"),
                    args(Map.of("a", 1)),
                    args(Map.of("a", "1")),
                    args(Map.of("a", true)),
                    args(Map.of("a", "true")),
                    args(Map.of("a", "null")),
                    args(Map.of("a", List.of())),
                    args(Map.of("a", Map.of())),
                    args(Map.of("a", List.of(1))),
                    args(Map.of("a", List.of(List.of(1)))),
                    args(Map.of("a", Map.of("b", 1))),
                    args(Map.of("a", "x", "b", "y")),
                    args(Map.of("a", "x,1\"b:1\"y")),
                    args(Map.of("a", "x\",1\"b:1\"y")),
                    args(Map.of("a", 0.1)),
                    args(Map.of("a", 0.1 + 1e-12)),
                    new RunInput(List.of(new WorkspacePath("a")), Map.of("a", 1))));
            Map<String, @Nullable Object> withNull = new HashMap<>();
            withNull.put("a", null);
            all.add(args(withNull));
            all.add(args(Map.of("a", Arrays.asList((Object) null))));

            assertThat(all.stream().map(RunInput::fingerprint)).doesNotHaveDuplicates();
        }

        private void assertSame(RunInput one, RunInput other) {
            assertThat(one.fingerprint()).isEqualTo(other.fingerprint());
        }

        private void assertDifferent(RunInput one, RunInput other) {
            assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
        }
    }

    @Nested
    class Arguments {

        @Test
        void areCopiedAllTheWayDown() {
            List<Object> inner = new ArrayList<>(List.of(1));
            Map<String, Object> outer = new HashMap<>(Map.of("list", inner));
            RunInput input = args(outer);

            inner.add(2);
            outer.clear();

            assertThat(input.args()).isEqualTo(Map.of("list", List.of(1)));
            List<?> copy = (List<?>) Objects.requireNonNull(input.args().get("list"));
            assertThatThrownBy(copy::clear).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> input.args().clear()).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void ofOtherTypesThanJsonHasAreRefused() {
            assertThatThrownBy(() -> args(Map.of("a", new Object()))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> args(Map.of("a", List.of('c')))).isInstanceOf(IllegalArgumentException.class);
        }

        @ParameterizedTest
        @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
        void thatJsonCannotWriteAreRefused(double number) {
            assertThatThrownBy(() -> args(Map.of("a", number))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> args(Map.of("a", (float) number))).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void canBeNumbersThatNoDoubleHolds() {
            assertThat(args(Map.of("a", new BigDecimal("1e400"))).fingerprint())
                    .isNotEqualTo(args(Map.of("a", new BigDecimal("1e401"))).fingerprint());
        }
    }

    private static RunInput args(Map<String, ? extends @Nullable Object> args) {
        return new RunInput(List.of(), new HashMap<>(args));
    }
}
