package io.metaforge.agents.architecture.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceTest {

    private static Price.Break at(int quantity, String usd) {
        return new Price.Break(new BigDecimal(usd), quantity, 2024);
    }

    @Test
    void breaks_are_kept_in_order_and_the_one_for_100_pieces_speaks_for_all() {
        Price price = Price.of(List.of(at(1000, "0.70"), at(1, "1.20"), at(100, "0.90")));

        assertThat(price.usd()).isEqualByComparingTo("0.90");
        assertThat(price.breaks()).extracting(Price.Break::quantity).containsExactly(1, 100, 1000);
    }

    @Test
    void without_a_break_up_to_100_pieces_the_smallest_speaks() {
        assertThat(Price.of(List.of(at(5000, "0.50"), at(1000, "0.70"))).quantity())
                .isEqualTo(1000);
    }

    @Test
    void one_quantity_has_one_price() {
        assertThatThrownBy(() -> Price.of(List.of(at(100, "0.90"), at(100, "0.80"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Price.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
