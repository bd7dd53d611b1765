package io.metaforge.boot.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as people read and type them. */
final class Times {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(s|m|h)?");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);

    private Times() {}

    /** Reads {@code 90s}, {@code 10m} or {@code 2h}; a bare number is seconds. */
    static Duration duration(String option, String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new CommandFailure(
                    ExitCodes.USAGE, option + " is '" + text + "'; expected a time such as 90s, 10m or 2h");
        }
        long amount = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        return switch (unit) {
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    /** Returns the time of day here. */
    static String clock(@Nullable Instant time) {
        return time == null ? "--:--:--" : CLOCK.format(time.atZone(ZoneId.systemDefault()));
    }

    /** Returns the date here. */
    static String day(Instant time) {
        return DAY.format(time.atZone(ZoneId.systemDefault()));
    }

    /** Returns how long ago a time of the gateway was, such as {@code 5 min ago}; as it is where it cannot be read. */
    static String ago(String time, Instant now) {
        try {
            long seconds =
                    Math.max(0, Duration.between(Instant.parse(time), now).toSeconds());
            if (seconds < 60) {
                return seconds + " s ago";
            } else if (seconds < 3600) {
                return seconds / 60 + " min ago";
            } else if (seconds < 48 * 3600) {
                return seconds / 3600 + " h ago";
            }
            return seconds / 86_400 + " days ago";
        } catch (DateTimeParseException e) {
            return time;
        }
    }
}
