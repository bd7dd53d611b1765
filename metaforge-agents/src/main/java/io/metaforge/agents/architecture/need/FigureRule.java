package io.metaforge.agents.architecture.need;

import java.util.List;

/**
 * Says which figure of a part answers a quantity of a requirement.
 *
 * @param parameters names of the quantity
 * @param functions what the part does
 * @param figure name in the catalogue; for {@code covers} the prefix of {@code _min} and {@code _max}
 * @param relation of the figure to the quantity: {@code at-least}, {@code at-most}, {@code within} (deviation) or
 *     {@code covers}
 * @param unit base unit of both
 * @param words words that must stand in the text where the quantity has one of the names in {@code also}
 * @param also general names of the quantity
 * @param anywhere whether the quantity counts where its requirement does not name the function
 */
public record FigureRule(
        List<String> parameters,
        List<String> functions,
        String figure,
        String relation,
        String unit,
        List<String> words,
        List<String> also,
        boolean anywhere) {}
