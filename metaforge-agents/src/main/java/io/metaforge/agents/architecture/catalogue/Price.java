package io.metaforge.agents.architecture.catalogue;

import java.math.BigDecimal;

/**
 * An indicative price of one piece: good for comparing parts, not for ordering them.
 *
 * @param usd US dollars a piece
 * @param quantity pieces ordered at that price
 * @param year in which it was noted
 */
public record Price(BigDecimal usd, int quantity, int year) {}
