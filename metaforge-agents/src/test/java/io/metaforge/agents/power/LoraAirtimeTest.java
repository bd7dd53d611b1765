package io.metaforge.agents.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metaforge.agents.power.budget.LoraAirtime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoraAirtimeTest {

    /**
     * Worked out with the formula of Semtech AN1200.13: (12.25 + 8 + 5 · ceil((8 PL - 4 SF + 44) / (4 (SF - 2 DE)))) symbols of
     * 2^SF / 125 kHz. SF9 with 13 bytes takes 28 symbols of payload, 164.864 ms, which calculators of the network operators
     * give as well. SF11 and SF12 have DE = 1.
     */
    @ParameterizedTest
    @CsvSource({
        "9, 13, 0.164864", // ceil(112/36) = 4: 28 symbols, 40.25 × 4.096 ms
        "7, 33, 0.071936", // ceil(280/28) = 10: 58 symbols, 70.25 × 1.024 ms
        "10, 33, 0.452608", // ceil(268/40) = 7: 43 symbols, 55.25 × 8.192 ms
        "12, 33, 1.810432" // ceil(260/40) = 7: 43 symbols, 55.25 × 32.768 ms
    })
    void a_frame_takes_as_long_as_the_application_note_says(int spreadingFactor, int bytes, double seconds) {
        assertThat(LoraAirtime.frame(spreadingFactor, bytes)).isCloseTo(seconds, within(1e-9));
    }
}
