package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A supply rail.
 *
 * @param name such as {@code 3V3}, or {@code SOURCE} where parts hang on the source itself
 * @param volts nominal; for the source its lowest
 * @param window voltages the rail can have
 * @param from name of the rail it hangs on; empty for the sources
 * @param regulator reference of the regulator; empty for the source itself, and where none fits
 * @param loads what it supplies
 * @param outsideMilliamperes that a requirement reserves for devices outside; 0 for none
 * @param sumMilliamperes of the known largest currents, of the rails that hang on it and of the devices outside
 * @param neededMilliamperes the sum with its margin
 * @param capacityMilliamperes of the regulator; null where the part is bound otherwise or there is none
 * @param requirements ids of those that ask for this rail
 * @param explanation why it is as it is, with the figures
 * @param met whether something supplies it
 */
public record Rail(
        String name,
        double volts,
        Range window,
        String from,
        String regulator,
        List<Load> loads,
        double outsideMilliamperes,
        double sumMilliamperes,
        double neededMilliamperes,
        @Nullable Double capacityMilliamperes,
        List<String> requirements,
        String explanation,
        boolean met) {

    /**
     * A part on a rail.
     *
     * @param reference of the part
     * @param milliamperes largest known current of all its pieces; null where no working current is known
     * @param mode in which it is drawn; empty where unknown
     */
    public record Load(String reference, @Nullable Double milliamperes, String mode) {}

    public Rail {
        loads = List.copyOf(loads);
        requirements = List.copyOf(requirements);
    }
}
