package io.metaforge.agents.power.input;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code architecture.json}, version 1, says about power. Milliamperes and volts.
 *
 * @param project its name
 * @param devices parts, in the order of the document
 * @param sources of energy
 * @param rails of the design
 * @param blocks functions of the design
 * @param requirements ids that the architecture covers
 */
public record Architecture(
        String project,
        List<Device> devices,
        List<Source> sources,
        List<Rail> rails,
        List<Block> blocks,
        List<String> requirements) {

    /** The version of the format that is read. */
    public static final int VERSION = 1;

    public Architecture {
        devices = List.copyOf(devices);
        sources = List.copyOf(sources);
        rails = List.copyOf(rails);
        blocks = List.copyOf(blocks);
        requirements = List.copyOf(requirements);
    }

    /**
     * A part, all its pieces together.
     *
     * @param reference such as {@code U1}
     * @param mpn part number
     * @param title what it is
     * @param quantity pieces
     * @param functions what it is there for
     * @param requirements ids of those it serves
     * @param rail that supplies it; empty where none does
     * @param modes its supply currents, of one piece
     * @param regulator null where it is none
     * @param cell null where it is none
     * @param charger null where it is none
     * @param mains whether it makes a supply from the mains
     * @param dataSheet where its figures come from
     */
    public record Device(
            String reference,
            String mpn,
            String title,
            int quantity,
            List<String> functions,
            List<String> requirements,
            String rail,
            List<Mode> modes,
            @Nullable Regulator regulator,
            @Nullable Cell cell,
            @Nullable Charger charger,
            boolean mains,
            String dataSheet) {

        public Device {
            functions = List.copyOf(functions);
            requirements = List.copyOf(requirements);
            modes = List.copyOf(modes);
        }

        /** Returns reference and part number. */
        public String name() {
            return reference + " " + mpn;
        }

        /** Reports whether one of its functions is {@code function} or of the group of that name. */
        public boolean does(String function) {
            return functions.stream().anyMatch(own -> own.equals(function) || own.startsWith(function + "."));
        }
    }

    /**
     * A supply current.
     *
     * @param name of the mode
     * @param milliamperes of one piece
     * @param at condition; empty where none is stated
     */
    public record Mode(String name, double milliamperes, String at) {}

    /**
     * A voltage regulator.
     *
     * @param kind {@code ldo}, {@code buck}, {@code boost} or {@code buck-boost}
     * @param efficiency null where no data sheet figure is known
     * @param efficiencyAt its condition; empty where there is none
     * @param quiescent null where unknown
     */
    public record Regulator(
            String kind,
            @Nullable Double efficiency,
            String efficiencyAt,
            @Nullable Double quiescent) {

        /** Reports whether input and output carry the same current. */
        public boolean linear() {
            return kind.equals("ldo");
        }
    }

    /**
     * A battery cell.
     *
     * @param chemistry such as {@code li-ion}
     * @param milliampereHours nominal capacity
     * @param capacityAt its condition; empty where none is stated
     * @param nominalVolts null where unknown
     * @param maxMilliamperes null where unknown
     * @param selfDischarge percent a year; null where unknown
     * @param selfDischargeAt its condition; empty where none is stated
     */
    public record Cell(
            String chemistry,
            double milliampereHours,
            String capacityAt,
            @Nullable Double nominalVolts,
            @Nullable Double maxMilliamperes,
            @Nullable Double selfDischarge,
            String selfDischargeAt) {}

    /**
     * A battery charger.
     *
     * @param kind {@code linear} or {@code switching}; empty where unknown
     * @param maxMilliamperes largest charge current; null where unknown
     * @param externalSwitches whether transistors outside it carry the current
     */
    public record Charger(String kind, @Nullable Double maxMilliamperes, boolean externalSwitches) {}

    /**
     * Where energy enters.
     *
     * @param name such as {@code battery}
     * @param min lowest voltage
     * @param max highest voltage
     * @param part reference of the part that is or makes it; empty for what comes from outside
     * @param feedsRails whether rails are fed from it
     * @param requirements ids of those that ask for it
     */
    public record Source(
            String name, double min, double max, String part, boolean feedsRails, List<String> requirements) {

        public Source {
            requirements = List.copyOf(requirements);
        }
    }

    /**
     * A supply rail.
     *
     * @param name such as {@code 3V3}
     * @param met whether something supplies it
     * @param volts nominal
     * @param from rail that feeds its regulator; empty where the sources do
     * @param regulator reference; empty where there is none
     * @param available largest current; null where it is not stated
     * @param planned current that the architecture plans with, what it reserves included; null where it is not stated
     * @param drop volts lost where several feeds join, each through a diode; 0 where none do
     * @param requirements ids of those that ask for it
     */
    public record Rail(
            String name,
            boolean met,
            double volts,
            String from,
            String regulator,
            @Nullable Double available,
            @Nullable Double planned,
            double drop,
            List<String> requirements) {

        public Rail {
            requirements = List.copyOf(requirements);
        }
    }

    /**
     * A function of the design.
     *
     * @param function such as {@code radio.ble}
     * @param title for a person
     * @param status {@code met}, {@code reserved} or {@code unmet}
     * @param requirements ids of those that ask for it
     */
    public record Block(String function, String title, String status, List<String> requirements) {

        public Block {
            requirements = List.copyOf(requirements);
        }
    }

    /** Finds a part by its reference. */
    public Optional<Device> device(String reference) {
        return devices.stream().filter(d -> d.reference().equals(reference)).findFirst();
    }

    /** Finds a rail by its name. */
    public Optional<Rail> rail(String name) {
        return rails.stream().filter(r -> r.name().equals(name)).findFirst();
    }
}
