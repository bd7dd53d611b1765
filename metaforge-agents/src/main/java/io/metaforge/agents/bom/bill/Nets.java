package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.design.Architecture;
import io.metaforge.agents.bom.design.Architecture.Part;
import io.metaforge.agents.bom.design.Architecture.Rail;
import io.metaforge.agents.bom.design.Architecture.Source;
import io.metaforge.agents.bom.design.Architecture.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** Finds out the highest voltages that components see. */
final class Nets {

    private final Architecture design;

    Nets(Architecture design) {
        this.design = design;
    }

    /** Returns the highest voltage of {@code net} at {@code part}; empty where the architecture does not say. */
    OptionalDouble volts(String net, Part part) {
        return switch (net) {
            case "supply" -> supply(part);
            case "input" -> input(part);
            case "output" -> output(part);
            case "controller" -> controller();
            default -> throw new IllegalArgumentException("no net " + net);
        };
    }

    /** Returns the highest voltage at which the controller is supplied. */
    OptionalDouble controller() {
        return design.part(design.controller()).map(this::supply).orElse(OptionalDouble.empty());
    }

    /** Returns the voltage the controller's rail is planned for, else the highest at which it is supplied. */
    OptionalDouble nominalController() {
        return design.part(design.controller())
                .flatMap(part -> design.rail(part.rail()))
                .map(rail -> OptionalDouble.of(rail.volts()))
                .orElseGet(this::controller);
    }

    /** Returns the lowest voltage the controller's rail may have; empty where the controller has none. */
    OptionalDouble leastController() {
        return design.part(design.controller())
                .flatMap(part -> design.rail(part.rail()))
                .map(rail -> OptionalDouble.of(rail.window().min()))
                .orElseGet(this::controller);
    }

    /** Returns the highest voltage at which the part is supplied. */
    OptionalDouble supply(Part part) {
        if (!part.rail().isEmpty() && design.rail(part.rail()).isPresent()) {
            return OptionalDouble.of(
                    design.rail(part.rail()).orElseThrow().window().max());
        }
        Span supply = part.supply();
        if (supply == null) {
            return OptionalDouble.empty();
        }
        OptionalDouble source = sources(design.sources())
                .filter(volts -> volts >= supply.min() - 1e-9)
                .max();
        return OptionalDouble.of(Math.min(supply.max(), source.orElse(supply.max())));
    }

    /** Returns the voltage of the rail that the regulator makes; the highest where there are several. */
    OptionalDouble nominalOutput(Part part) {
        return rails(part).stream().mapToDouble(Rail::volts).max();
    }

    private OptionalDouble output(Part part) {
        return rails(part).stream().mapToDouble(rail -> rail.window().max()).max();
    }

    /** Returns the highest voltage a regulator is fed with: of the rail that is named, else of the sources, else of another rail. */
    OptionalDouble input(Part part) {
        if (part.regulator() == null) {
            return supply(part);
        }
        OptionalDouble named = rails(part).stream()
                .flatMap(rail -> design.rail(rail.from()).stream())
                .mapToDouble(rail -> rail.window().max())
                .max();
        if (named.isPresent()) {
            return named;
        }
        Span range = part.regulator().input();
        OptionalDouble direct = sources(
                        design.sources().stream().filter(Source::feedsRails).toList())
                .max();
        if (direct.isPresent() && range.holds(direct.getAsDouble())) {
            return direct;
        }
        return design.rails().stream()
                .filter(rail -> !rail.regulator().equals(part.reference()))
                .mapToDouble(rail -> rail.window().max())
                .filter(range::holds)
                .max();
    }

    /** Returns the highest voltage of a supply from outside, else of any source. */
    OptionalDouble outside() {
        OptionalDouble outside = sources(design.sources().stream()
                        .filter(source -> source.part().isEmpty())
                        .toList())
                .max();
        return outside.isPresent() ? outside : highest();
    }

    /** Returns the highest voltage of any source. */
    OptionalDouble highest() {
        return sources(design.sources()).max();
    }

    /** Returns the sources that one of {@code words} names; all where none does. */
    List<Source> named(List<String> words) {
        List<Source> named = design.sources().stream()
                .filter(source -> words.stream()
                        .anyMatch(word -> source.name().toLowerCase(Locale.ROOT).contains(word)))
                .toList();
        return named.isEmpty() ? design.sources() : named;
    }

    /** Returns the highest voltage of {@code sources}, those from outside where there are some. */
    static OptionalDouble highest(List<Source> sources) {
        OptionalDouble outside = sources(sources.stream()
                        .filter(source -> source.part().isEmpty())
                        .toList())
                .max();
        return outside.isPresent() ? outside : sources(sources).max();
    }

    /** A part and the highest voltage it is specified for. */
    record Rated(Part part, double volts) {}

    /** Finds the part with the lowest rating of those that hang straight on one of {@code sources}. */
    Optional<Rated> weakest(List<Source> sources) {
        boolean rails = sources.stream().anyMatch(Source::feedsRails);
        boolean others = sources.stream().anyMatch(source -> !source.feedsRails());
        List<Rated> behind = new ArrayList<>();
        for (Part part : design.parts()) {
            if (rails
                    && part.regulator() != null
                    && rails(part).stream().anyMatch(rail -> rail.from().isEmpty())) {
                behind.add(new Rated(part, part.regulator().input().max()));
            }
            if (others && part.charger() != null) {
                behind.add(new Rated(part, part.charger().max()));
            }
        }
        return behind.stream().min(Comparator.comparingDouble(Rated::volts));
    }

    /** Returns the rails that {@code part} makes. */
    List<Rail> rails(Part part) {
        return design.rails().stream()
                .filter(rail -> rail.regulator().equals(part.reference()))
                .toList();
    }

    private static DoubleStream sources(List<Source> sources) {
        return sources.stream().mapToDouble(source -> source.volts().max());
    }
}
