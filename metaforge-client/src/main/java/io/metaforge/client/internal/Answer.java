package io.metaforge.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.api.ErrorResponse;
import io.metaforge.api.Failure;
import io.metaforge.client.error.ApiException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What came back on a request.
 *
 * @param status of HTTP
 * @param body all of it
 * @param maybeDone whether the gateway may have done what was asked for already, when it was asked before
 */
public record Answer(int status, HttpHeaders headers, byte[] body, boolean maybeDone) {

    private static final int MAX_DIGITS = 9;
    private static final Pattern SHA_256_TAG = Pattern.compile("(?:W/)?\"([0-9a-f]{64})\"");
    private static final Duration VERY_LONG = Duration.ofSeconds(999_999_999);

    /** Makes the result of a call of an answer, or throws {@link ApiException}. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Answer answer);
    }

    /**
     * Reads a successful answer as a wire record.
     *
     * @param essential names of members that each of them has; where one is missing, somebody else answered
     */
    public static <T> Reader<T> json(Class<T> type, String... essential) {
        return answer -> {
            answer.requireSuccess();
            return answer.read(type, essential);
        };
    }

    /** Reads a successful answer as it is, unless it is a page: the gateway declares none, a proxy in its place does. */
    public static Reader<byte[]> bytes() {
        return answer -> {
            answer.requireSuccess();
            if (answer.mediaType().equals("text/html")) {
                throw answer.unexpected(null);
            }
            return answer.body();
        };
    }

    /** Returns the body as a wire record, whatever the status. */
    public <T> T read(Class<T> type, String... essential) {
        try {
            JsonNode tree = Json.MAPPER.readTree(body);
            if (tree != null && Arrays.stream(essential).allMatch(tree::hasNonNull)) {
                return Json.MAPPER.treeToValue(tree, type);
            }
        } catch (IOException e) {
            throw unexpected(e);
        }
        throw unexpected(null);
    }

    /** Throws where the answer is of another media type, and therefore of somebody else. */
    public void requireMediaType(String expected) {
        if (!mediaType().equals(expected)) {
            throw unexpected(null);
        }
    }

    /** Returns the SHA-256 that the answer has as its entity tag; null where it has none. */
    public @Nullable String sha256Tag() {
        Matcher tag = SHA_256_TAG.matcher(headers.firstValue("ETag").orElse(""));
        return tag.matches() ? tag.group(1) : null;
    }

    private String mediaType() {
        String declared = headers.firstValue("Content-Type").orElse("");
        return declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** Returns whether the gateway did what it was asked for. */
    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Throws what the gateway answered instead of what was asked for. */
    public void requireSuccess() {
        if (!isSuccess()) {
            throw refusal();
        }
    }

    /** Returns what the gateway, or somebody else, answered instead of what was asked for. */
    ApiException refusal() {
        Failure failure = failure();
        return failure == null ? unexpected(null) : ApiException.of(status, failure, retryAfter());
    }

    /** Returns the gateway's own account of a failure; null where there is none. */
    public @Nullable Failure failure() {
        try {
            JsonNode tree = Json.MAPPER.readTree(body);
            if (tree != null && tree.path("error").path("code").isTextual()) {
                Failure read =
                        Json.MAPPER.treeToValue(tree, ErrorResponse.class).error();
                return read.message() == null
                        ? new Failure(read.code(), "HTTP " + status + ", " + read.code(), read.details())
                        : read;
            }
        } catch (IOException notOurs) {
            // something between here and the gateway answered
        }
        return null;
    }

    /** Returns whether it is a refusal of something on the way, which cannot know what became of the request. */
    boolean isOfSomethingBetween() {
        return status >= 502 && status <= 504 && failure() == null;
    }

    private ApiException unexpected(@Nullable Throwable cause) {
        String type = headers.firstValue("Content-Type").orElse("no declared type");
        String moved = headers.firstValue("Location")
                .filter(location -> status >= 300 && status < 400)
                .map(location -> "; it says that this moved to " + location)
                .orElse("");
        return ApiException.unexpected(
                status,
                "HTTP " + status + " with " + body.length + " bytes of " + type.toLowerCase(Locale.ROOT)
                        + ", which is no answer of a gateway; is something else listening there?" + moved,
                cause);
    }

    /** Returns how long the sender wants to be left alone; null where it does not say so. */
    @Nullable
    Duration retryAfter() {
        return retryAfter(headers);
    }

    /** Reads seconds or a date, RFC 9110, 10.2.3; a date counts from the sender's own, whatever the time is here. */
    static @Nullable Duration retryAfter(HttpHeaders headers) {
        String text = headers.firstValue("Retry-After").orElse("").strip();
        if (!text.isEmpty() && text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return text.length() <= MAX_DIGITS ? Duration.ofSeconds(Long.parseLong(text)) : VERY_LONG;
        }
        try {
            Duration left = Duration.between(date(headers.firstValue("Date").orElse("")), date(text));
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeException neither) {
            return null;
        }
    }

    private static Instant date(String text) {
        return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip()));
    }

    /** Returns the body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Returns whether sending the request again can help. */
    boolean isPassing() {
        if (status == 429 || status == 502 || status == 503) {
            return true;
        }
        Failure failure = status == 504 ? failure() : null;
        // 504 of a gateway tells of a run that took too long; of a proxy, that it got no answer.
        return status == 504 && (failure == null || !failure.code().equals("TIMEOUT"));
    }
}
