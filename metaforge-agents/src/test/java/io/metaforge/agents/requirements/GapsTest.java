package io.metaforge.agents.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.agents.constraints.Gap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked of the author: only what this product leaves open. */
class GapsTest {

    private static List<String> gaps(String markdown) {
        return Documents.read(markdown).gaps().stream().map(Gap::topic).toList();
    }

    @Test
    void howLongABatteryLastsIsNotAskedOfWhatChargesItOrFliesWithIt() {
        assertThat(gaps("# Sensor tag\n\n- Battery: 3.0 V\n")).contains("battery life");
        assertThat(gaps("# Solar charge controller\n\n- Battery: 12 V\n"))
                .doesNotContain("battery life")
                .contains("battery to be charged");
        assertThat(gaps("# Flight controller\n\n- Battery: 4S LiPo\n"))
                .doesNotContain("battery life", "battery to be charged");
    }

    @Test
    void anAntennaIsAskedForOnlyWhereTheRadioIsOnTheBoard() {
        assertThat(gaps("- GNSS receiver on the board\n")).contains("antenna");
        assertThat(gaps("- Port for a GNSS receiver, UART\n")).doesNotContain("antenna");
        assertThat(gaps("- External GNSS on the mast\n")).doesNotContain("antenna");
    }

    @Test
    void howAirAndLightReachASensorIsAskedWhereTheEnclosureIsTight() {
        String sensing = "## Sensing\n\n- Relative humidity: 0 to 100 %RH\n";
        assertThat(gaps(sensing + "- Enclosure: IP65\n")).contains("openings");
        assertThat(gaps(sensing)).doesNotContain("openings");
        assertThat(gaps(sensing + "- Enclosure: IP65 with a membrane\n")).doesNotContain("openings");
    }

    @Test
    void aBusThatLeavesTheProductIsAskedAboutUntilItsEndIsKnown() {
        assertThat(gaps("- RS-485, 115200 baud\n")).contains("bus");
        assertThat(gaps("- RS-485, 115200 baud, terminated with 120 Ω\n")).doesNotContain("bus");
    }
}
