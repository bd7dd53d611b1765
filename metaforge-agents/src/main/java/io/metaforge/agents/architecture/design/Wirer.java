package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.Need;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Connects parts to a controller: buses, I2C addresses and pins. Made for one attempt; not thread-safe. */
final class Wirer {

    /** Pins that one use of an interface takes; a bus that several parts share takes them once. */
    private static final Map<String, Integer> PINS =
            Map.of("UART", 2, "CAN", 2, "USB", 2, "PWM", 1, "ADC", 1, "I2S", 3, "RMII", 9);

    private static final int I2C_PINS = 2;
    private static final int SPI_PINS = 3;
    private static final int DEBUG_PINS = 2;

    private final Part controller;
    private final Map<String, Integer> used = new LinkedHashMap<>();
    private final Map<String, List<String>> users = new LinkedHashMap<>();
    private final List<Wiring.Connection> connections = new ArrayList<>();
    private int pins = DEBUG_PINS;
    private @Nullable String shortage;

    private Wirer(Part controller) {
        this.controller = controller;
    }

    /** What came of an attempt: a wiring, or what the controller is short of. */
    record Outcome(@Nullable Wiring wiring, String shortage) {}

    /** A part to connect. */
    record Piece(Part part, int quantity, Map<String, String> buses) {}

    /**
     * Connects everything.
     *
     * @param pieces without the controller
     * @param onController needs that the controller meets itself
     * @param usb whether the controller's own USB is used
     */
    static Outcome wire(Part controller, List<Piece> pieces, List<Need> onController, boolean usb) {
        Wirer wirer = new Wirer(controller);
        List<Piece> onI2c = new ArrayList<>();
        for (Piece piece : pieces) {
            wirer.connect(piece, onI2c);
        }
        wirer.addresses(onI2c);
        for (Need need : onController) {
            wirer.reserve(need);
        }
        if (usb) {
            wirer.take("USB", 1, "USB");
        }
        int available = controller.provides().getOrDefault("GPIO", 0);
        if (wirer.shortage == null && wirer.pins > available) {
            wirer.shortage = "has " + available + " pins; the design takes " + wirer.pins;
        }
        if (wirer.shortage != null) {
            return new Outcome(null, wirer.shortage);
        }
        wirer.spread(pieces, available);
        wirer.used.put("GPIO", wirer.pins);
        return new Outcome(new Wiring(wirer.connections, wirer.used), "");
    }

    /** What samples fast gets an SPI of its own where one is free with its pins: no other part makes it wait then. */
    private void spread(List<Piece> pieces, int available) {
        List<String> fast = pieces.stream()
                .map(Piece::part)
                .filter(part -> part.does("sensor.imu"))
                .map(Part::mpn)
                .toList();
        List<Wiring.Connection> shared = connections.stream()
                .filter(connection -> connection.bus().equals("SPI1"))
                .toList();
        boolean both = shared.stream().anyMatch(connection -> fast.contains(connection.mpn()))
                && shared.stream().anyMatch(connection -> !fast.contains(connection.mpn()));
        if (!both || controller.provides().getOrDefault("SPI", 0) < 2 || pins + SPI_PINS > available) {
            return;
        }
        pins += SPI_PINS;
        used.put("SPI", 2);
        connections.replaceAll(connection -> shared.contains(connection) && !fast.contains(connection.mpn())
                ? new Wiring.Connection(connection.mpn(), connection.piece(), "SPI2", connection.address())
                : connection);
    }

    private void connect(Piece piece, List<Piece> onI2c) {
        Part part = piece.part();
        piece.part().needs().forEach((resource, count) -> {
            if (!resource.equals("GPIO")) {
                take(resource, count * piece.quantity(), part.mpn());
            } else {
                // Addressable LEDs hang in a chain on one pin.
                pins += part.does("led.addressable") ? count : count * piece.quantity();
            }
        });
        List<String> buses = part.buses();
        if (part.does("mcu")) {
            buses = List.of("UART");
        }
        if (buses.isEmpty() || buses.contains("PWM") || buses.contains("GPIO")) {
            return;
        }
        String wanted = piece.buses().values().stream().findFirst().orElse("");
        List<String> choice = wanted.isEmpty() || !buses.contains(wanted) ? buses : List.of(wanted);
        for (String bus : choice) {
            if (controller.provides().getOrDefault(bus, 0) > 0) {
                join(bus, piece, onI2c);
                return;
            }
        }
        fail("has no " + String.join(" or ", choice) + " for " + part.mpn());
    }

    private void join(String bus, Piece piece, List<Piece> onI2c) {
        switch (bus) {
            case "I2C" -> onI2c.add(piece);
            case "SPI" -> {
                if (used.putIfAbsent("SPI", 1) == null) {
                    pins += SPI_PINS;
                }
                for (int i = 1; i <= piece.quantity(); i++) {
                    pins++;
                    connections.add(new Wiring.Connection(piece.part().mpn(), i, "SPI1", ""));
                }
            }
            default -> {
                for (int i = 1; i <= piece.quantity(); i++) {
                    int number = take(bus, 1, piece.part().mpn());
                    connections.add(new Wiring.Connection(piece.part().mpn(), i, bus + number, ""));
                }
            }
        }
    }

    /** Takes interfaces of the controller and returns how many of the kind are taken now. */
    private int take(String resource, int count, String by) {
        int now = used.merge(resource, count, Integer::sum);
        pins += PINS.getOrDefault(resource, 0) * count;
        List<String> takers = users.computeIfAbsent(resource, key -> new ArrayList<>());
        takers.add(by);
        int available = controller.provides().getOrDefault(resource, 0);
        if (now > available) {
            fail("has " + available + " " + resource + "; the design takes at least " + now + " ("
                    + String.join(", ", new java.util.LinkedHashSet<>(takers)) + ")");
        }
        return now;
    }

    private void fail(String reason) {
        if (shortage == null) {
            shortage = reason;
        }
    }

    private void reserve(Need need) {
        String resource = need.function().resource();
        switch (resource) {
            case "" -> {}
            case "GPIO" -> pins += need.count() * (need.function().id().equals("encoder") ? 2 : 1);
            case "I2C", "SPI" -> {
                if (used.putIfAbsent(resource, 1) == null) {
                    pins += resource.equals("I2C") ? I2C_PINS : SPI_PINS;
                }
                if (controller.provides().getOrDefault(resource, 0) == 0) {
                    fail("has no " + resource);
                }
            }
            case "SWD" -> {
                if (controller.provides().getOrDefault("SWD", 0) == 0) {
                    fail("has no SWD");
                }
            }
            default -> take(resource, need.count(), need.function().title().toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** Gives every piece an address of its own on a bus: the piece with the fewest choices first. */
    private void addresses(List<Piece> pieces) {
        List<Piece> single = new ArrayList<>();
        for (Piece piece : pieces) {
            for (int i = 1; i <= piece.quantity(); i++) {
                single.add(new Piece(piece.part(), i, Map.of()));
            }
        }
        single.sort(java.util.Comparator.comparingInt(
                        (Piece p) -> p.part().addresses().size())
                .thenComparing(p -> p.part().mpn())
                .thenComparingInt(Piece::quantity));
        int buses = controller.provides().getOrDefault("I2C", 0);
        List<Set<String>> taken = new ArrayList<>();
        List<Wiring.Connection> placed = new ArrayList<>();
        if (!assign(single, 0, buses, taken, placed)) {
            fail("has " + buses + " I2C; the addresses of "
                    + String.join(
                            ", ",
                            new TreeSet<>(
                                    single.stream().map(p -> p.part().mpn()).toList())) + " clash on it");
            return;
        }
        connections.addAll(placed);
        if (!taken.isEmpty()) {
            used.merge("I2C", taken.size(), Integer::max);
            pins += I2C_PINS * taken.size();
        }
    }

    private static boolean assign(
            List<Piece> pieces, int index, int buses, List<Set<String>> taken, List<Wiring.Connection> placed) {
        if (index == pieces.size()) {
            return true;
        }
        Piece piece = pieces.get(index);
        for (int bus = 0; bus < buses && bus <= taken.size(); bus++) {
            if (bus == taken.size()) {
                taken.add(new TreeSet<>());
            }
            for (String address : piece.part().addresses()) {
                if (taken.get(bus).add(address)) {
                    placed.add(new Wiring.Connection(piece.part().mpn(), piece.quantity(), "I2C" + (bus + 1), address));
                    if (assign(pieces, index + 1, buses, taken, placed)) {
                        return true;
                    }
                    placed.remove(placed.size() - 1);
                    taken.get(bus).remove(address);
                }
            }
            if (taken.get(taken.size() - 1).isEmpty()) {
                taken.remove(taken.size() - 1);
            }
        }
        return false;
    }
}
