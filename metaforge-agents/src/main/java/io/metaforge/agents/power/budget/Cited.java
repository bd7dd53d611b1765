package io.metaforge.agents.power.budget;

import java.util.List;

/**
 * A figure and what it rests on.
 *
 * @param value the figure
 * @param basis ids of requirements ({@code REQ-005}) and assumptions ({@code A2}), arguments of the run
 *     ({@code args.usable}) and parts whose data sheet states it ({@code data sheet of U5})
 */
public record Cited(double value, List<String> basis) {

    public Cited {
        basis = Basis.ordered(basis);
    }
}
