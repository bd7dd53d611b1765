/** The client libraries against the packaged server: the scenarios of {@code clients/conformance}, for each client. */
@org.jspecify.annotations.NullMarked
package io.metaforge.boot.e2e.conformance;
