package io.metaforge.application.tool;

import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.Tools;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Two collections of tools as one. Where both have a tool of one name, the first one's counts. */
public record JoinedTools(Tools first, Tools second) implements Tools {

    @Override
    public List<Detected> detected() {
        return joined(first.detected(), second.detected());
    }

    @Override
    public List<Detected> detect() {
        return joined(first.detect(), second.detect());
    }

    private static List<Detected> joined(List<Detected> ours, List<Detected> others) {
        List<Detected> all = new ArrayList<>(ours);
        Set<String> names = new HashSet<>();
        ours.forEach(tool -> names.add(tool.name()));
        others.stream().filter(tool -> names.add(tool.name())).forEach(all::add);
        return List.copyOf(all);
    }

    @Override
    public Optional<Tool> find(String name) {
        return first.find(name).or(() -> second.find(name));
    }
}
