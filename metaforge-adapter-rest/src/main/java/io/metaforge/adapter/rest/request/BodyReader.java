package io.metaforge.adapter.rest.request;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.adapter.rest.json.Json;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;

/** Reads a request's body as one JSON object, never more bytes than allowed. */
public final class BodyReader {

    private final int maxBytes;

    /**
     * Creates a reader.
     *
     * @param maxBytes largest body accepted; larger ones are {@code TOO_LARGE}
     */
    public BodyReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Reads the body, which has to be there. */
    public JsonObject required(ContainerRequest request) {
        return optional(request)
                .orElseThrow(() -> Failure.invalid("body", "JSON object", "Invalid input: missing request body")
                        .asException());
    }

    /** Reads the body; empty where there is none. */
    public Optional<JsonObject> optional(ContainerRequest request) {
        String contentType = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        refuseDeclaredLength(request.getHeaderString(HttpHeaders.CONTENT_LENGTH));
        if (contentType != null && !isJson(contentType)) {
            throw new NotSupportedException();
        }
        byte[] bytes = read(request);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        if (contentType == null) {
            throw new NotSupportedException();
        }
        return Optional.of(JsonObject.ofBody(parse(text(bytes))));
    }

    private void refuseDeclaredLength(@Nullable String contentLength) {
        // Grizzly has refused what is not a number before; longer than this is more than any bound.
        if (contentLength != null && (contentLength.length() > 18 || Long.parseLong(contentLength.trim()) > maxBytes)) {
            throw tooLarge();
        }
    }

    private byte[] read(ContainerRequest request) {
        byte[] bytes;
        try {
            bytes = request.getEntityStream().readNBytes(maxBytes + 1);
        } catch (IOException e) {
            throw new MetaForgeException(
                    new Failure(FailureKind.VALIDATION, "Invalid input: the body ended before it was complete"), e);
        }
        if (bytes.length > maxBytes) {
            throw tooLarge();
        }
        return bytes;
    }

    private MetaForgeException tooLarge() {
        return new Failure(
                        FailureKind.TOO_LARGE,
                        "The body is larger than " + maxBytes + " bytes",
                        Map.of("max_bytes", maxBytes))
                .asException();
    }

    private static boolean isJson(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";");
        if (!parts[0].trim().equals("application/json")) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].trim();
            if (parameter.startsWith("charset=")
                    && !parameter.equals("charset=utf-8")
                    && !parameter.equals("charset=\"utf-8\"")) {
                return false;
            }
        }
        return true;
    }

    /** Decoded strictly here, because a JSON parser fed with bytes would guess at other encodings. */
    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new MetaForgeException(
                    Failure.invalid("body", "JSON in UTF-8", "Invalid input: the body is not valid UTF-8"), e);
        }
    }

    private static JsonNode parse(String text) {
        JsonNode node;
        try {
            node = Json.parse(text);
        } catch (StreamConstraintsException e) {
            throw malformed(
                    "the body nests deeper than " + Json.MAX_DEPTH + " levels or holds a number of more than "
                            + Json.MAX_NUMBER_LENGTH + " characters",
                    e);
        } catch (JsonProcessingException e) {
            throw malformed(reason(e), e);
        }
        if (node == null) {
            throw Failure.invalid("body", "JSON object", "Invalid input: missing request body")
                    .asException();
        }
        return node;
    }

    private static String reason(JsonProcessingException e) {
        boolean duplicate = e.getOriginalMessage().startsWith("Duplicate");
        return duplicate ? "the body has the same member twice in one object" : "the body is not valid JSON";
    }

    private static MetaForgeException malformed(String reason, JsonProcessingException cause) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("field", "body");
        details.put("expected", "JSON object");
        String where = "";
        JsonLocation location = cause.getLocation();
        if (location != null && location.getLineNr() > 0) {
            details.put("line", location.getLineNr());
            details.put("column", location.getColumnNr());
            where = " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
        }
        return new MetaForgeException(
                new Failure(FailureKind.VALIDATION, "Invalid input: " + reason + where, details), cause);
    }
}
