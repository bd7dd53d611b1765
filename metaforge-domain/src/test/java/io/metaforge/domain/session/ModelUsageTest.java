package io.metaforge.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ModelUsageTest {

    private static ModelUsage usage(long input, long output, String cost) {
        return new ModelUsage(1, input, output, cost == null ? null : new BigDecimal(cost));
    }

    @Test
    void addsUp() {
        ModelUsage both = usage(1_000, 200, "0.0125").plus(usage(30, 4, "0.0075"));
        assertThat(both).isEqualTo(new ModelUsage(2, 1_030, 204, new BigDecimal("0.02")));
        assertThat(both.tokens()).isEqualTo(1_234);
    }

    @Test
    void keepsTheCostItKnowsBesideOneItDoesNot() {
        assertThat(usage(1, 1, null).plus(usage(1, 1, "0.5")).costUsd()).isEqualTo(new BigDecimal("0.5"));
        assertThat(usage(1, 1, "0.5").plus(usage(1, 1, null)).costUsd()).isEqualTo(new BigDecimal("0.5"));
        assertThat(usage(1, 1, null).plus(ModelUsage.NONE).costUsd()).isNull();
    }

    @Test
    void isTheSameHoweverTheCostIsWritten() {
        assertThat(usage(1, 1, "100.00")).isEqualTo(usage(1, 1, "1E+2"));
        assertThat(usage(1, 1, "100.00").costUsd()).hasToString("100");
    }

    @Test
    void isNeverNegative() {
        assertThatThrownBy(() -> usage(-1, 0, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> usage(0, -1, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> usage(0, 0, "-0.01")).isInstanceOf(IllegalArgumentException.class);
    }
}
