package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.design.Architecture.Part;
import io.metaforge.agents.bom.rule.Application;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what kinds of part a part is, in the words of the rules. */
final class Kinds {

    Set<String> of(Part part, @Nullable Application application) {
        Set<String> kinds = new LinkedHashSet<>();
        if (part.regulator() != null) {
            kinds.add("regulator");
            boolean switcher = !part.regulator().kind().equals("ldo");
            Application.Circuit circuit = application == null ? null : application.circuit();
            if (circuit == null) {
                kinds.add("regulator without circuit");
                if (switcher) {
                    kinds.add("switcher without circuit");
                }
            } else {
                if (circuit.reference() != null) {
                    kinds.add("adjustable regulator");
                }
                if (switcher && (circuit.inductor() != null || circuit.hertz() != null)) {
                    kinds.add("switcher with circuit");
                }
            }
        }
        if (part.functions().contains("power.charger")) {
            kinds.add("charger");
            if (application == null) {
                kinds.add("charger without circuit");
            }
        }
        if (application != null && application.kind().equals("module")
                || part.packageName().toLowerCase(Locale.ROOT).contains("module")) {
            kinds.add("module");
        }
        if (application != null && application.externalAntenna()) {
            kinds.add("external antenna");
        }
        return kinds;
    }
}
