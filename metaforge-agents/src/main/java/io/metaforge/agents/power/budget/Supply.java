package io.metaforge.agents.power.budget;

import io.metaforge.agents.power.input.Architecture;
import io.metaforge.agents.power.input.Architecture.Device;
import io.metaforge.agents.power.input.Architecture.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The source that feeds the rails, and the voltage it is counted at. Volts.
 *
 * @param source as the architecture names it
 * @param part that is or makes it; null for what comes from outside
 * @param nominal at which it is counted, with what says so
 * @param how {@code nominal} was found, for a person
 */
public record Supply(Source source, @Nullable Device part, Cited nominal, String how) {

    /** A range this narrow is that of a regulated supply, whose middle is its nominal voltage. */
    private static final double REGULATED = 1.15;

    /** Returns the source that feeds the rails, the first of several; null where none does. */
    static @Nullable Supply of(Architecture architecture, Options options, Ledger ledger) {
        Source source = architecture.sources().stream()
                .filter(s -> s.feedsRails() && s.min() > 0)
                .findFirst()
                .orElse(null);
        if (source == null) {
            return null;
        }
        Device part = architecture.device(source.part()).orElse(null);
        Double given = options.number("source_volts");
        if (given != null) {
            return new Supply(source, part, new Cited(given, List.of("args.source_volts")), "as given");
        }
        Double cell = part == null || part.cell() == null ? null : part.cell().nominalVolts();
        if (part != null && cell != null) {
            String how = part.quantity() == 1
                    ? "nominal voltage of the cell"
                    : "nominal voltage of " + part.quantity() + " cells in series";
            return new Supply(
                    source, part, new Cited(cell * part.quantity(), List.of("data sheet of " + part.reference())), how);
        }
        double middle = (source.min() + source.max()) / 2;
        if (source.max() / source.min() <= REGULATED) {
            List<String> basis = new ArrayList<>(source.requirements());
            if (basis.isEmpty()) {
                basis.add(ledger.make("source_assumed"));
            }
            return new Supply(source, part, new Cited(middle, basis), "middle of its tolerance");
        }
        List<String> basis = new ArrayList<>(source.requirements());
        basis.add(ledger.make("source_volts"));
        return new Supply(source, part, new Cited(middle, basis), "middle of its range");
    }

    /** Reports whether it is a battery, of this design or from outside. */
    public boolean battery() {
        return source.name().equals("battery") || (part != null && part.cell() != null);
    }

    /** Reports whether it is made from the mains. */
    public boolean mains() {
        return part != null && part.mains();
    }
}
