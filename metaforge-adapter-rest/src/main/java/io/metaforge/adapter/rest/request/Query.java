package io.metaforge.adapter.rest.request;

import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;

/** Reads query parameters. Of a repeated one the first counts; unknown ones are ignored. */
public final class Query {

    /** Most items a page of a list can have. */
    public static final int MAX_LIMIT = 200;

    /** Longest time a caller can wait for the end of a run. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(600);

    /** What stands for the newest position of the event log. */
    private static final String LATEST = "latest";

    private static final String STATUSES = Arrays.stream(SessionStatus.values())
            .map(SessionStatus::wireName)
            .distinct()
            .collect(Collectors.joining(", "));

    private final MultivaluedMap<String, String> parameters;

    public Query(ContainerRequest request) {
        parameters = request.getUriInfo().getQueryParameters();
    }

    /** Returns {@code limit}, from 1 to {@link #MAX_LIMIT}. */
    public int limit(int otherwise) {
        return (int) integer("limit", 1, MAX_LIMIT, otherwise);
    }

    /** Returns {@code offset}, 0 or more. */
    public long offset() {
        return integer("offset", 0, Long.MAX_VALUE, 0);
    }

    /**
     * Returns {@code after}, a position of the event log.
     *
     * @param latest supplies the position that {@code latest} stands for
     */
    public Optional<Long> after(LongSupplier latest) {
        String text = parameters.getFirst("after");
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(
                text.equals(LATEST)
                        ? latest.getAsLong()
                        : integer("after", text, 0, Long.MAX_VALUE, "integer of 0 or more, or " + LATEST));
    }

    /** Returns {@code wait}, in seconds up to {@link #MAX_WAIT}; empty where the caller does not wait. */
    public Optional<Duration> waitAtMost() {
        return parameters.containsKey("wait")
                ? Optional.of(Duration.ofSeconds(integer("wait", 0, MAX_WAIT.toSeconds(), 0)))
                : Optional.empty();
    }

    /** Returns {@code status}; null where all are asked for. */
    public @Nullable SessionStatus status() {
        String text = parameters.getFirst("status");
        if (text == null) {
            return null;
        }
        return SessionStatus.ofWireName(text).orElseThrow(() -> Failure.invalid(
                        "status", "one of " + STATUSES, "Invalid input: 'status' must be one of " + STATUSES)
                .asException());
    }

    /** Returns {@code session}; null where all are asked for. */
    public @Nullable SessionId session() {
        String text = parameters.getFirst("session");
        return text == null ? null : SessionId.parse(text);
    }

    /** Returns whether {@code against} asks for a comparison with the previous attempt rather than with the workspace. */
    public boolean againstPrevious() {
        String text = parameters.getFirst("against");
        if (text == null || text.equals("workspace")) {
            return false;
        }
        if (text.equals("previous")) {
            return true;
        }
        throw Failure.invalid(
                        "against", "workspace or previous", "Invalid input: 'against' must be workspace or previous")
                .asException();
    }

    /** Returns whether {@code name} is given without a value, or as true. */
    public boolean flag(String name) {
        String text = parameters.getFirst(name);
        if (text == null || text.equals("false") || text.equals("0")) {
            return false;
        }
        if (text.isEmpty() || text.equals("true") || text.equals("1")) {
            return true;
        }
        throw Failure.invalid(name, "true or false", "Invalid input: '" + name + "' must be true or false")
                .asException();
    }

    private long integer(String name, long min, long max, long otherwise) {
        String text = parameters.getFirst(name);
        return text == null ? otherwise : integer(name, text, min, max);
    }

    /** Reads an integer in decimal digits. */
    public static long integer(String name, String text, long min, long max) {
        String expected =
                max == Long.MAX_VALUE ? "integer of " + min + " or more" : "integer from " + min + " to " + max;
        return integer(name, text, min, max, expected);
    }

    private static long integer(String name, String text, long min, long max, String expected) {
        if (!text.isEmpty() && text.length() <= 19 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            try {
                long value = Long.parseLong(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException beyondLong) {
                // refused below, like every other number out of range
            }
        }
        throw Failure.invalid(name, expected, "Invalid input: '" + name + "' must be an " + expected)
                .asException();
    }
}
