package io.metaforge.agents.architecture.design;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How parts hang on the controller.
 *
 * @param connections one for each piece that has an interface
 * @param used pins and interfaces of the controller that are taken, by kind
 */
public record Wiring(List<Connection> connections, Map<String, Integer> used) {

    /** No controller, nothing connected. */
    public static final Wiring NONE = new Wiring(List.of(), Map.of());

    public Wiring {
        connections = List.copyOf(connections);
        used = Collections.unmodifiableMap(new LinkedHashMap<>(used));
    }

    /**
     * A piece on a bus.
     *
     * @param mpn the part
     * @param piece from 1
     * @param bus such as {@code I2C1}, {@code SPI1}, {@code UART2}
     * @param address on the bus; empty where the bus has none
     */
    public record Connection(String mpn, int piece, String bus, String address) {}
}
