package io.metaforge.agents.bom.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the data sheet of a part says it needs around it. A figure that is not known is null.
 *
 * @param mpns beginnings of the part numbers it holds for
 * @param source the document
 * @param supplyPins pins that each take a capacitor
 * @param kind {@code module} or {@code charger}; empty for others
 * @param externalAntenna whether an antenna has to be added
 * @param circuit of a regulator; null for others
 * @param asks components beside those of the rules
 */
public record Application(
        List<String> mpns,
        String source,
        @Nullable Integer supplyPins,
        String kind,
        boolean externalAntenna,
        @Nullable Circuit circuit,
        List<Ask> asks) {

    public Application {
        mpns = List.copyOf(mpns);
        asks = List.copyOf(asks);
    }

    /**
     * The figures of a regulator.
     *
     * @param reference volts at the feedback pin; null where the output is not set by a divider
     * @param hertz switching frequency, where the inductor is computed from it
     * @param inductor henries that the data sheet asks for; null where it is computed or has its own row
     */
    public record Circuit(
            @Nullable Double reference,
            @Nullable Double hertz,
            @Nullable Double inductor) {}
}
