package io.metaforge.agents.power.rule;

import java.util.List;

/**
 * How a function works.
 *
 * @param function it holds for, with everything below it; empty for all
 * @param working modes that stand for working, the best first
 * @param uses what it does when the product sleeps between
 */
public record Duty(String function, List<String> working, List<Use> uses) {

    public Duty {
        working = List.copyOf(working);
        uses = List.copyOf(uses);
    }

    /**
     * A mode that is entered again and again.
     *
     * @param per {@code report}, {@code sample}, {@code advertisement} or {@code always}
     * @param modes that stand for it, the best first
     * @param time assumption that holds its duration, or the name of a calculation
     */
    public record Use(String per, List<String> modes, String time) {

        public Use {
            modes = List.copyOf(modes);
        }
    }
}
