package io.metaforge.agents.power.budget;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.power.input.Architecture.Device;
import io.metaforge.agents.power.input.Architecture.Mode;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Chooses among the transmit currents of radios by the power that requirements ask for. */
final class Transmitters {

    private static final Pattern DBM = Pattern.compile("([+-]?\\d+(?:\\.\\d+)?) ?dBm");
    private static final double SAME_POWER = 0.5;

    private final Facts facts;

    Transmitters(Facts facts) {
        this.facts = facts;
    }

    /** Reports whether the transmit current is only known for a higher power than a requirement asks for. */
    boolean overstated(Device device) {
        Double needed = neededPower(device);
        Mode mode = mode(device);
        Double stated = mode == null ? null : power(mode);
        return needed != null && stated != null && stated > needed + SAME_POWER;
    }

    /** Returns the transmit current stated for the lowest power that suffices; the largest where none is stated so. */
    @Nullable
    Mode mode(Device device) {
        Double needed = neededPower(device);
        Mode best = null;
        double bestPower = Double.MAX_VALUE;
        Mode largest = null;
        for (Mode mode : device.modes()) {
            if (!mode.name().equals("transmit")) {
                continue;
            }
            largest = largest == null || mode.milliamperes() > largest.milliamperes() ? mode : largest;
            Double stated = power(mode);
            if (needed != null && stated != null && stated >= needed - 0.01 && stated < bestPower) {
                best = mode;
                bestPower = stated;
            }
        }
        return best != null ? best : largest;
    }

    private static @Nullable Double power(Mode mode) {
        Matcher power = DBM.matcher(mode.at());
        return power.find() ? (Double) Double.parseDouble(power.group(1)) : null;
    }

    private @Nullable Double neededPower(Device device) {
        Double needed = null;
        for (Requirement requirement : facts.of(device.requirements())) {
            for (Quantity quantity : requirement.quantities()) {
                if (quantity.parameter().equals("transmit_power")
                        && quantity.unit().equals("dBm")) {
                    BigDecimal value = quantity.max() != null ? quantity.max() : quantity.nominal();
                    value = value == null ? quantity.min() : value;
                    needed = value == null ? needed : (Double) value.doubleValue();
                }
            }
        }
        return needed;
    }
}
