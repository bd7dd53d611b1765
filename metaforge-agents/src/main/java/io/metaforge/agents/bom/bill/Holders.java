package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.circuit.Values;
import io.metaforge.agents.bom.design.Architecture.Part;
import io.metaforge.agents.bom.stock.Item;
import io.metaforge.agents.bom.stock.Stock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** Chooses what holds the cells: on the board where it fits there, else it is left to a person. */
final class Holders {

    private final Stock stock;
    private final Wishes wishes;

    Holders(Stock stock, Wishes wishes) {
        this.stock = stock;
        this.wishes = wishes;
    }

    Choice holder(Owner owner) {
        Part cell = Objects.requireNonNull(owner.part());
        int pieces = cell.quantity();
        Optional<Item> whole = stock.find("holder." + cell.packageName() + "." + pieces);
        if (whole.isEmpty() && pieces == 1) {
            whole = stock.find("holder." + cell.packageName());
        }
        String cells = pieces + " x " + cell.packageName();
        if (whole.isEmpty()) {
            return Choice.open(
                    cells, "holder or connector for " + cells, "Which holder, or which connector, do the cells get?");
        }
        Item item = whole.get();
        OptionalDouble length = item.figure("length");
        OptionalDouble width = item.figure("width");
        Optional<Wishes.Figure> boardLength = board("board_length");
        Optional<Wishes.Figure> boardWidth = board("board_width");
        if (length.isPresent() && width.isPresent() && boardLength.isPresent() && boardWidth.isPresent()) {
            double a = Math.max(boardLength.get().value(), boardWidth.get().value());
            double b = Math.min(boardLength.get().value(), boardWidth.get().value());
            String size = Values.plain(length.getAsDouble()) + " mm x " + Values.plain(width.getAsDouble()) + " mm";
            String board = Values.plain(a) + " mm x " + Values.plain(b) + " mm";
            if (length.getAsDouble() > a || width.getAsDouble() > b) {
                return Choice.open(
                                cells,
                                "holder or contacts for " + cells + " beside the board",
                                "Where do the cells go? The holder on file, "
                                        + item.component().maker() + " "
                                        + item.component().mpn() + ", is " + size
                                        + "; the board is " + board + " ("
                                        + boardLength.get().requirement()
                                        + "). They need contacts in the enclosure with leads, or another board.")
                        .from(boardLength.get().requirement());
            }
            return Choice.of(item.component()).worked(size + " on a board of " + board);
        }
        return Choice.of(item.component());
    }

    private Optional<Wishes.Figure> board(String parameter) {
        // millimetres, or metres of which thousandths count
        return wishes.largest("mm", List.of(parameter)).or(() -> wishes.largest("m", List.of(parameter))
                .map(figure -> new Wishes.Figure(figure.value() * 1000, figure.requirement())));
    }
}
