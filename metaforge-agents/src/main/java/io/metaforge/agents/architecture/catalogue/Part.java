package io.metaforge.agents.architecture.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One orderable part with the figures of its data sheet. A figure that is not known is null or absent, never guessed.
 *
 * @param mpn the maker's part number, unique in the catalogue
 * @param maker who makes it
 * @param title what it is, for a person
 * @param functions what it can do, in the words of the vocabulary, such as {@code sensor.imu}
 * @param families series it belongs to, as requirements name them, such as {@code STM32F4}
 * @param names shorter forms of the part number that requirements use
 * @param supply volts it works from; null for a part without a supply
 * @param currents by mode, largest first as far as the modes go
 * @param temperature ambient °C it is specified for; null where unknown
 * @param packageName such as {@code QFN-48}
 * @param land its pins and what KiCad calls it
 * @param lengthMillimetres longer or shorter side of the land it takes; null where unknown
 * @param widthMillimetres the other side; null where unknown
 * @param buses interfaces it can be reached by, the preferred first; it uses one of them
 * @param addresses I2C addresses it can be set to; empty where it has none
 * @param provides interfaces and pins it offers as a controller, with their number
 * @param needs pins of the controller it takes beside its bus, with their number
 * @param figures further figures in base units (Hz, B, °C, %, V, mA, lx, dBm), by name
 * @param conditions under which the data sheet states figures, by their names; absent where typical conditions are meant.
 *     Those that begin with {@code typical} are no limits
 * @param regulator what it does as a regulator; null for others
 * @param charger what it does as a charger; null for others
 * @param cell what it is as a cell; null for others
 * @param mains what it does as a mains supply; null for others
 * @param companions parts it does not work without
 * @param price indicative; null where unknown
 * @param dataSheet where the figures come from
 * @param note what a reader has to know before using it; empty where nothing
 * @param unknown figures that are not known and should be, as {@link Completeness} names them
 * @param listing what the workspace's {@code parts.csv} says about it; null where nothing
 */
public record Part(
        String mpn,
        String maker,
        String title,
        List<String> functions,
        List<String> families,
        List<String> names,
        @Nullable Range supply,
        List<Current> currents,
        @Nullable Range temperature,
        String packageName,
        Land land,
        @Nullable Double lengthMillimetres,
        @Nullable Double widthMillimetres,
        List<String> buses,
        List<String> addresses,
        Map<String, Integer> provides,
        Map<String, Integer> needs,
        Map<String, Double> figures,
        Map<String, String> conditions,
        @Nullable Regulator regulator,
        @Nullable Charger charger,
        @Nullable Cell cell,
        @Nullable MainsSupply mains,
        List<String> companions,
        @Nullable Price price,
        String dataSheet,
        String note,
        List<String> unknown,
        @Nullable Listing listing) {

    /** Returns what {@code parts.csv} says about using it. */
    public Listing.Use use() {
        return listing == null ? Listing.Use.OPEN : listing.use();
    }

    /** Reports whether it can do {@code function}. */
    public boolean does(String function) {
        return functions.contains(function);
    }

    /** Reports whether it can do {@code function} or, where that names a group such as {@code radio}, one of the group. */
    public boolean doesAny(String function) {
        return functions.stream().anyMatch(own -> own.equals(function) || own.startsWith(function + "."));
    }

    /** Reports whether the data sheet calls {@code figure} typical and so does not promise it. */
    public boolean isTypical(String figure) {
        return conditions.getOrDefault(figure, "").startsWith("typical");
    }

    /** Parts are told apart by their number, which is unique in a catalogue. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Part part && part.mpn.equals(mpn);
    }

    @Override
    public int hashCode() {
        return mpn.hashCode();
    }

    /** Reports whether a radio or receiver has its antenna on board, as its title says. */
    public boolean bringsAntenna() {
        return title.contains("antenna") || mpn.startsWith("ESP32");
    }

    /** Returns the largest known supply current, which its rail has to deliver. */
    public Optional<Current> largestCurrent() {
        return currents.stream()
                .filter(c -> c.milliamperes() >= 0)
                .reduce((a, b) -> b.milliamperes() > a.milliamperes() ? b : a);
    }

    /**
     * Returns the smallest known supply current at rest. A controller that is switched off cannot wake itself by the
     * clock, so that its {@code off} and {@code shutdown} modes do not count.
     */
    public Optional<Current> restingCurrent() {
        return currents.stream()
                .filter(c -> isResting(c.mode()))
                .filter(c ->
                        !does("mcu") || !(c.mode().equals("off") || c.mode().equals("shutdown")))
                .reduce((a, b) -> b.milliamperes() < a.milliamperes() ? b : a);
    }

    /** Reports whether {@link #largestCurrent} is that of a working mode and not only of a sleeping one. */
    public boolean workingCurrentKnown() {
        return currents.stream().anyMatch(c -> !isResting(c.mode()));
    }

    /** Reports whether {@code mode} is one in which the part does not work. */
    public static boolean isResting(String mode) {
        return RESTING.contains(mode);
    }

    private static final List<String> RESTING =
            List.of("sleep", "standby", "stop", "off", "idle", "suspend", "power-down", "shutdown", "hibernate");

    /** Reports whether its largest side and the other one fit on a board of these sides, in either orientation. */
    public boolean fitsOn(double boardLength, double boardWidth) {
        if (lengthMillimetres == null || widthMillimetres == null) {
            return true;
        }
        return (lengthMillimetres <= boardLength && widthMillimetres <= boardWidth)
                || (lengthMillimetres <= boardWidth && widthMillimetres <= boardLength);
    }
}
