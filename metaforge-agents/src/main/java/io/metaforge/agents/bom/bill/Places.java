package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.design.Architecture.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells apart what one block stands for: the terminals or the lamps that its requirements name. */
final class Places {

    /** "Four LEDs: charging, fault." or "Three LEDs (power, activity)": what stands between names each. */
    private static final Pattern LAMPS = Pattern.compile("\\bleds?\\s?(?::|\\()\\s?([^.;:()]{1,200})");

    private final Wishes wishes;

    Places(Wishes wishes) {
        this.wishes = wishes;
    }

    /**
     * Returns an owner for each place.
     *
     * @param apart words that name terminals, alternatives separated by a bar; empty where the block is one
     */
    List<Owner> of(Block block, List<String> apart, String basis) {
        if (block.function().equals("indicator.led")) {
            List<String> names = lamps(block);
            if (!names.isEmpty()) {
                return names.stream()
                        .map(name ->
                                owner(block, block.title() + " " + name, 1, block.requirements(), basis, List.of()))
                        .toList();
            }
        }
        Map<String, List<String>> groups = new LinkedHashMap<>();
        List<String> rest = new ArrayList<>();
        for (String id : block.requirements()) {
            List<String> named = apart.stream()
                    .filter(words -> wishes.speakOf(List.of(id), List.of(words.split("\\|"))))
                    .toList();
            named.forEach(words ->
                    groups.computeIfAbsent(words, unused -> new ArrayList<>()).add(id));
            if (named.isEmpty()) {
                rest.add(id);
            }
        }
        if (groups.isEmpty()) {
            return List.of(owner(block, block.title(), block.count(), block.requirements(), basis, List.of()));
        }
        // what names no terminal belongs to the first
        groups.values().iterator().next().addAll(rest);
        List<Owner> owners = new ArrayList<>();
        groups.forEach((words, requirements) -> {
            List<String> terminal = List.of(words.split("\\|"));
            String name = groups.size() == 1 ? block.title() : block.title() + ", " + terminal.get(0);
            int count = groups.size() == 1 ? block.count() : 1;
            owners.add(owner(block, name, count, requirements.stream().sorted().toList(), basis, terminal));
        });
        return owners;
    }

    private List<String> lamps(Block block) {
        for (String id : block.requirements()) {
            Matcher matcher = LAMPS.matcher(wishes.texts().getOrDefault(id, ""));
            if (matcher.find()) {
                List<String> names = List.of(matcher.group(1).strip().split("\\s*(?:,|\\band\\b)\\s*"));
                if (names.size() == block.count()) {
                    return names;
                }
            }
        }
        return List.of();
    }

    private static Owner owner(
            Block block, String name, int count, List<String> requirements, String basis, List<String> terminal) {
        return new Owner(name, count, requirements, basis, null, null, "", terminal);
    }
}
