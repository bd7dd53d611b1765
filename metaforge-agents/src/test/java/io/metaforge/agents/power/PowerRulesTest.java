package io.metaforge.agents.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.agents.power.rule.Assumption;
import io.metaforge.agents.power.rule.Duty;
import io.metaforge.agents.power.rule.Rules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PowerRulesTest {

    private static final Path PAGE = Path.of("..", "docs", "skills", "power.md");
    private static final Set<String> CALCULATED = Set.of("lora_uplink", "gnss_fix");

    private final Rules rules = Rules.builtIn();

    private static String value(Assumption assumption) {
        Double value = assumption.value();
        if (value == null) {
            return "–";
        }
        String plain = java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        return assumption.unit().isEmpty() || assumption.unit().equals("share")
                ? plain
                : plain + " " + assumption.unit();
    }

    /** The table of the documentation is that of the rules. */
    @Test
    void every_assumption_stands_in_the_documentation() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Assumption assumption : rules.assumptions()) {
            String arg = assumption.arg();
            rows.add("| `" + assumption.id() + "` | " + value(assumption) + " | "
                    + assumption.text().replace("{value}", "…") + " | " + assumption.source() + " | "
                    + (arg == null ? "–" : "`" + arg + "`") + " |");
        }
        String page = Files.readString(PAGE);
        assertThat(page).contains(String.join("\n", rows));
    }

    @Test
    void every_parameter_that_gets_a_verdict_stands_in_the_documentation_and_in_the_vocabulary() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> known = vocabulary();
        for (String parameter : rules.verdicts().keySet()) {
            assertThat(page).contains("`" + parameter + "`");
            // people write this one by hand; the vocabulary calls it input_current
            assertThat(known.contains(parameter) || parameter.equals("supply_current"))
                    .as(parameter)
                    .isTrue();
        }
    }

    /** Renaming a parameter of the vocabulary would make every product one that never sleeps. */
    @Test
    void the_parameters_of_intervals_and_sleep_are_those_of_the_vocabulary() throws IOException {
        Set<String> known = vocabulary();
        assertThat(known).contains("reporting_interval", "sampling_interval");
        for (String group : List.of("reportIntervals", "samplingIntervals", "otherIntervals", "sleeping", "outside")) {
            assertThat(rules.words(group)).as(group).anyMatch(known::contains);
        }
        assertThat(rules.words("reportIntervals").get(0)).isEqualTo("reporting_interval");
    }

    private static Set<String> vocabulary() throws IOException {
        try (var in = Objects.requireNonNull(
                io.metaforge.agents.requirements.RequirementsAgent.class.getResourceAsStream("parameters.tsv"))) {
            Set<String> known = new LinkedHashSet<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> known.add(line.split("\t")[0]));
            return known;
        }
    }

    @Test
    void every_duration_of_a_duty_is_an_assumption_or_calculated() {
        for (String function : new String[] {
            "mcu",
            "radio.lora",
            "radio.ble",
            "radio.wifi",
            "radio.802154",
            "radio.lte-m",
            "gnss",
            "sensor.co2",
            "sensor.light",
            "adc",
            "rtc",
            "storage.sd",
            "storage.flash",
            "interface.can",
            "driver.motor"
        }) {
            Duty duty = rules.duty(function);
            assertThat(duty.working()).as(function).isNotEmpty();
            for (Duty.Use use : duty.uses()) {
                if (!CALCULATED.contains(use.time())) {
                    assertThat(rules.assumption(use.time()).source())
                            .as(use.time())
                            .isNotEmpty();
                }
            }
        }
        assertThat(rules.duty("radio.ble").function()).isEqualTo("radio.ble");
        assertThat(rules.duty("radio.nb-iot").function()).isEqualTo("radio");
        assertThat(rules.duty("sensor.co2.other").function()).isEqualTo("sensor.co2");
        assertThat(rules.duty("anything").function()).isEmpty();
    }

    @Test
    void every_chemistry_of_the_catalogue_has_its_own_usable_share_and_self_discharge() {
        io.metaforge.agents.architecture.catalogue.Catalogue.builtIn().parts().forEach(part -> {
            var cell = part.cell();
            if (cell != null) {
                assertThat(rules.assumption("usable", cell.chemistry()).id()).isEqualTo("usable_" + cell.chemistry());
                assertThat(rules.assumption("self_discharge", cell.chemistry()).id())
                        .isEqualTo("self_discharge_" + cell.chemistry());
            }
        });
    }
}
