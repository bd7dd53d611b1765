package io.metaforge.agents.architecture.need;

import java.util.List;

/**
 * A kind of cell as requirements name it.
 *
 * @param name such as {@code li-ion}, as the catalogue spells it
 * @param terms words and phrases in lower case
 * @param min volts of a discharged cell
 * @param max volts of a full cell
 * @param nominal volts a battery's name counts a cell with; 0 where batteries are not named by voltage
 */
public record Chemistry(String name, List<String> terms, double min, double max, double nominal) {}
