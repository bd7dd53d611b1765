/** The agent that the packaged server is given for the conformance suite; runs in the server, not in the test. */
@org.jspecify.annotations.NullMarked
package io.metaforge.boot.e2e.conformance.agent;
