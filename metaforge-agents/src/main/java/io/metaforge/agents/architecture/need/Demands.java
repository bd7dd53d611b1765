package io.metaforge.agents.architecture.need;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that requirements ask of the hardware.
 *
 * @param needs functional blocks, in the vocabulary's order
 * @param refused functions that must not be there, with the requirement that says so
 * @param dispensed functions that need not be there, with the requirement that says so
 * @param optional functions that only optional requirements ask for, with those requirements
 * @param elsewhere functions of devices outside that only a port is there for, with those requirements
 * @param temperatures ambient limits, each of which binds every part
 * @param board largest board; null where no requirement says
 * @param budgets costs that the parts count towards
 * @param sources of energy
 * @param rails that are asked for
 * @param sleepCurrents upper bounds on the current at rest, mA
 * @param peakCurrents upper bounds on the largest current, mA
 * @param averageCurrents upper bounds on the average current, mA
 * @param batteryLives lower bounds on the life of a battery, s
 * @param capacities of the battery, mAh
 * @param surges voltages that the source may rise to for a while, V
 * @param batteryMentions requirements that speak of a battery without saying which
 * @param unknownParts words that look like part numbers the catalogue does not have, by requirement
 * @param avoided parts that a person does not want, with the id of who says so
 * @param preferred regulators and cells that a person wants, with the id of who says so
 * @param overruled requirements that something later takes the place of, with the id of that
 * @param unavailable parts that are asked for and that the catalogue does not have, by the id of who asks
 * @param touched functions that each requirement speaks of, by its id
 */
public record Demands(
        List<Need> needs,
        Map<String, String> refused,
        Map<String, String> dispensed,
        Map<String, List<String>> optional,
        Map<String, List<String>> elsewhere,
        List<TemperatureLimit> temperatures,
        @Nullable Board board,
        List<Bound> budgets,
        List<SourceDemand> sources,
        List<RailDemand> rails,
        List<Bound> sleepCurrents,
        List<Bound> peakCurrents,
        List<Bound> averageCurrents,
        List<Bound> batteryLives,
        List<Bound> capacities,
        List<Bound> surges,
        List<String> batteryMentions,
        Map<String, List<String>> unknownParts,
        Map<String, String> avoided,
        Map<String, String> preferred,
        Map<String, String> overruled,
        Map<String, String> unavailable,
        Map<String, List<String>> touched) {

    /** Returns the id of a requirement that bounds what the design draws at work, or how long a battery lasts; null where none does. */
    public @Nullable String currentBound() {
        return Stream.of(averageCurrents, batteryLives, peakCurrents)
                .flatMap(List::stream)
                .map(Bound::requirement)
                .findFirst()
                .orElse(null);
    }
}
