package io.metaforge.boot.cli;

import io.metaforge.api.ApprovalRequest;
import io.metaforge.api.ApprovalRequest.Amount;
import io.metaforge.api.ModelUsage;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.cli.terminal.Text;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what sessions use of a language model, and what they ask for. */
final class Budget {

    private Budget() {}

    /** Returns usage in one line. */
    static String used(ModelUsage usage) {
        String cost = usage.costUsd() == null ? "" : " ($" + usage.costUsd().toPlainString() + ")";
        return usage.requests() + (usage.requests() == 1 ? " request, " : " requests, ")
                + number(usage.inputTokens() + usage.outputTokens()) + " tokens" + cost;
    }

    /** Returns what is asked for in a few words. */
    static String requested(ApprovalRequest approval) {
        return Text.oneLine(approval.kind()) + ": " + amount(approval.requested()) + " more";
    }

    /** Says what is asked for, and why. */
    static void print(Terminal terminal, ApprovalRequest approval) {
        for (String line : Text.wrapped(Text.oneLine(approval.reason()) + ".", terminal.readableColumns() - 2)) {
            terminal.line("  " + line);
        }
    }

    private static String amount(@Nullable Amount amount) {
        if (amount == null) {
            return "an unknown amount";
        }
        return number(amount.tokens()) + " tokens"
                + (amount.usd() == null ? "" : " or $" + amount.usd().toPlainString());
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
