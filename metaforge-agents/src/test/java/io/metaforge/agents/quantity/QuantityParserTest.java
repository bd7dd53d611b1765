package io.metaforge.agents.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finds amounts in text. */
class QuantityParserTest {

    private static String print(Measurement m) {
        String value = m.low() == null
                ? m.high().toPlainString()
                : m.low().toPlainString() + ".." + m.high().toPlainString();
        String bound = m.bound() == Bound.NONE ? "" : m.bound() + " ";
        String tolerance = m.tolerance() == null
                ? ""
                : " +" + m.tolerance().plus() + "-" + m.tolerance().minus()
                        + m.tolerance().unit();
        return bound + value + " " + m.unit() + tolerance;
    }

    private static String read(String text) {
        List<Measurement> found = QuantityParser.parse(new Text(text));
        return found.stream().map(QuantityParserTest::print).collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pull-up to 3V3 | 3.3 V",
                "a 1k2 resistor | 1.2 kΩ",
                "4.7 kΩ and 4u7 | 4.7 kΩ; 4.7 µF",
                "−40 to +85 °C | -40..85 °C",
                "-20°C – +60°C | -20..60 °C",
                "30.5mm × 30.5mm | 30.5 mm; 30.5 mm",
                "100 x 60 x 25 mm | 100 mm; 60 mm; 25 mm",
                "cost <£15 @ 100 units | MAX 15 GBP",
                "$4.50 @ 1k | 4.50 USD",
                "12,50 € | 12.50 EUR",
                "A$57.30, $100AU | 57.30 AUD; 100 AUD",
                "USD 35–60 | 35..60 USD",
                "$45k | 45000 USD",
                "€2.20/unit or $3/month | 2.20 EUR; 3 USD/month",
                "2S–6S LiPo | 2..6 S",
                "twelve months | 12 months",
                "rate ≥8kHz | MIN 8 kHz",
                "rate >= 8 kHz, <= 9 kHz | MIN 8 kHz; MAX 9 kHz",
                "3 A -> 5 A | 3 A; 5 A",
                "at most 5 mA | MAX 5 mA",
                "must not exceed a weight of 2 kg | MAX 2 kg",
                "no less than 8 hours | MIN 8 hours",
                "100 W max, 5 W typ | MAX 100 W; 5 W",
                "20+ hours | MIN 20 hours",
                "5 km or more | MIN 5 km",
                "from 30 s to 15 min | 30..900 s",
                "100 mA up to 3 A | 100..3000 mA",
                "between 20 and 50 kHz | 20..50 kHz",
                "5 V ±5 % | 5 V +5-5%",
                "3.3V (+/- 100 mV) | 3.3 V +100-100mV",
                "12 V +10 %/-5 % | 12 V +10-5%",
                "60 ± 0.2 mm | 60 mm +0.2-0.2mm",
                "accuracy ±3 mV | -3..3 mV",
                "(5, 9, 12 and 20 V) | 5 V; 9 V; 12 V; 20 V",
                "433/868 MHz | 433 MHz; 868 MHz",
                "10,000 hours, 1.234,5 mm, 0,01 % | 10000 hours; 1234.5 mm; 0.01 %",
                "4 × 10 A, 10 V x 2 | 10 A; 10 V",
                "10 µF, 10 μF | 10 µF; 10 μF",
                "2.8\" TFT | 2.8 \"",
                "35 dB(A) | 35 dB(A)",
                "höchstens 80 %, mindestens 5 V | MAX 80 %; MIN 5 V",
                "0 bis 40 °C | 0..40 °C",
                "10k NTC | 10 kΩ",
                "0.6–1 mA/pixel | 0.6..1 mA/pixel",
                "60 frames per second | 60 frames per second",
            })
    void anAmountReadsAsWritten(String text, String amounts) {
        assertThat(read(text)).isEqualTo(amounts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-01-20", "20.01.2025 and 01/02/2025", "fw 1.4.2", "IEC 61010-1", "EN 300 220 V1", "page 14 m",
                "STM32F4, SX1262, ICM-42688-P", "RS-485 A/B", "at 10:30", "16:9", "6-axis IMU", "USB 3.1 C plug",
                "802.11 b/g/n", "mail 5V@example.com", "https://example.org/30V-5A", "UL 94 V-0", "3D print",
                        "M3 screws",
                "see 1.3", "1e99 V", "5 in total", "docs/psu-30V.md", "thread G3/4\" inlet"
            })
    void whatOnlyLooksLikeAnAmountIsNone(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void theSmallerUnitHoldsARangeOfTwo() {
        assertThat(read("20Hz–20kHz")).isEqualTo("20..20000 Hz");
    }
}
