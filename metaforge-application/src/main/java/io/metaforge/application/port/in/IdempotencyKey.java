package io.metaforge.application.port.in;

import io.metaforge.domain.failure.Failure;

/**
 * Marks a request so that repeating it has no second effect, for 24 hours.
 *
 * @param value 1 to 255 printable ASCII characters
 */
public record IdempotencyKey(String value) {

    public IdempotencyKey {
        if (value.isEmpty() || value.length() > 255 || !value.chars().allMatch(c -> c >= 0x21 && c <= 0x7e)) {
            throw Failure.invalid(
                            "Idempotency-Key",
                            "1 to 255 printable ASCII characters",
                            "Invalid input: 'Idempotency-Key' must be 1 to 255 printable ASCII characters")
                    .asException();
        }
    }
}
