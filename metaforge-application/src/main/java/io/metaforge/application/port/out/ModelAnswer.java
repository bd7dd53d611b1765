package io.metaforge.application.port.out;

import io.metaforge.domain.session.ModelUsage;

/**
 * What a language model answered.
 *
 * @param json the answer as it came; it should be JSON of the request's schema, and need not be
 * @param usage what it took
 */
public record ModelAnswer(String json, ModelUsage usage) {}
