package io.metaforge.agents.power.budget;

import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.input.Architecture;
import io.metaforge.agents.power.input.Architecture.Device;
import io.metaforge.agents.power.input.Architecture.Mode;
import io.metaforge.agents.power.input.Architecture.Rail;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts parts with a DC/DC converter of their own at the voltage of their rail: data sheets state the current at a higher
 * one, and such a part takes the same power at a lower voltage.
 */
final class ConverterFed {

    private static final Pattern VOLTS = Pattern.compile("\\bDC/DC\\b.*?(\\d+(?:\\.\\d+)?) V\\b");
    private static final double SAME = 0.99;

    private final Architecture architecture;
    private final Ledger ledger;
    private final List<String> rest;

    ConverterFed(Architecture architecture, Ledger ledger) {
        this.architecture = architecture;
        this.ledger = ledger;
        this.rest = ledger.rules().words("rest");
    }

    /** Returns {@code device} with its working currents at the voltage of its rail. */
    Device atRail(Device device) {
        double volts = architecture.rail(device.rail()).map(Rail::volts).orElse(0.0);
        List<Mode> modes = new ArrayList<>();
        boolean changed = false;
        for (Mode mode : device.modes()) {
            double stated = rest.contains(mode.name()) ? 0 : stated(mode);
            if (volts > 0 && volts < stated * SAME) {
                modes.add(new Mode(
                        mode.name(),
                        mode.milliamperes() * stated / volts,
                        mode.at() + ": " + Amounts.current(mode.milliamperes()) + "; here at " + Amounts.volts(volts)));
                changed = true;
            } else {
                modes.add(mode);
            }
        }
        return changed
                ? new Device(
                        device.reference(),
                        device.mpn(),
                        device.title(),
                        device.quantity(),
                        device.functions(),
                        device.requirements(),
                        device.rail(),
                        modes,
                        device.regulator(),
                        device.cell(),
                        device.charger(),
                        device.mains(),
                        device.dataSheet())
                : device;
    }

    /** Returns what a current that was counted so rests on. */
    List<String> basis(Mode mode) {
        return mode.at().contains("; here at ") ? List.of(ledger.make("dcdc_voltage")) : List.of();
    }

    private static double stated(Mode mode) {
        Matcher volts = VOLTS.matcher(mode.at());
        return volts.find() ? Double.parseDouble(volts.group(1)) : 0;
    }
}
