/**
 * REST over Jersey on Grizzly: the entry point. What a request means is decided behind the in-ports, never here.
 *
 * <p>Boot mounts {@link io.metaforge.adapter.rest.RestApi#handler} at {@code /} and calls
 * {@link io.metaforge.adapter.rest.JsonErrorPages#installOn}. Checks of {@code Host} and {@code Origin} are made before, since
 * they concern the WebSocket as well; then comes the key, and only then path, method, scope and body.
 *
 * <h2>Errors</h2>
 *
 * Whoever raises it, a failure is {@code {"error":{"code","message","details"}}}:
 *
 * <table>
 * <caption>What is wrong, and what HTTP says of it</caption>
 * <tr><th>what is wrong</th><th>status</th><th>code</th><th>details, headers</th></tr>
 * <tr><td>required member missing, or null</td><td>400</td><td>VALIDATION_ERROR</td><td>field, expected</td></tr>
 * <tr><td>member of another type, number beyond a double, string with NUL or half a surrogate pair</td><td>400</td>
 *     <td>VALIDATION_ERROR</td><td>field such as {@code input.files[0]}, expected</td></tr>
 * <tr><td>malformed JSON, text after it, a member twice, nesting over 100, number over 100 characters</td><td>400</td>
 *     <td>VALIDATION_ERROR</td><td>field {@code body}, expected, line, column</td></tr>
 * <tr><td>body missing where one is needed, no object, or not UTF-8</td><td>400</td><td>VALIDATION_ERROR</td>
 *     <td>field {@code body}, expected</td></tr>
 * <tr><td>path outside the workspace, unknown skill, unknown input file</td><td>400</td><td>VALIDATION_ERROR</td>
 *     <td>field, expected</td></tr>
 * <tr><td>{@code limit}, {@code offset}, {@code status}, {@code wait}, {@code after}, {@code Idempotency-Key},
 *     {@code Last-Event-ID} out of bounds</td><td>400</td><td>VALIDATION_ERROR</td><td>field, expected</td></tr>
 * <tr><td>request line, target or headers that are no HTTP, or too long; version unknown (505)</td><td>400</td>
 *     <td>VALIDATION_ERROR</td><td></td></tr>
 * <tr><td>no valid key where one is needed</td><td>401</td><td>UNAUTHORIZED</td><td>{@code WWW-Authenticate}</td></tr>
 * <tr><td>the key lacks a scope</td><td>403</td><td>FORBIDDEN</td><td>scope</td></tr>
 * <tr><td>unknown session or artifact, malformed id</td><td>404</td><td>NOT_FOUND</td><td>what, and its name</td></tr>
 * <tr><td>unknown path</td><td>404</td><td>NOT_FOUND</td><td>path</td></tr>
 * <tr><td>wrong method</td><td>405</td><td>METHOD_NOT_ALLOWED</td><td>method, allowed; {@code Allow}</td></tr>
 * <tr><td>nothing in {@code Accept} can be produced</td><td>406</td><td>NOT_ACCEPTABLE</td><td></td></tr>
 * <tr><td>the state refuses it, another digest is pending, a target file changed, idempotency key reused</td>
 *     <td>409</td><td>CONFLICT</td><td>status and verb, digests, or paths</td></tr>
 * <tr><td>body over its limit, by its declared length or while it streams</td><td>413</td><td>PAYLOAD_TOO_LARGE</td>
 *     <td>max_bytes</td></tr>
 * <tr><td>body not declared as JSON in UTF-8, or not declared</td><td>415</td><td>UNSUPPORTED_MEDIA_TYPE</td>
 *     <td>field, expected; {@code Accept}</td></tr>
 * <tr><td>allowance used up</td><td>429</td><td>RATE_LIMITED</td><td>{@code Retry-After}</td></tr>
 * <tr><td>the run that was waited for failed</td><td>500</td><td>AGENT_ERROR, TOOL_ERROR</td>
 *     <td>session_id, incident</td></tr>
 * <tr><td>anything else that is thrown</td><td>500</td><td>INTERNAL_ERROR</td><td>incident, which stands in the log</td></tr>
 * <tr><td>the store is out of reach</td><td>503</td><td>UNAVAILABLE</td><td>incident; {@code Retry-After}</td></tr>
 * <tr><td>the run that was waited for took too long</td><td>504</td><td>TIMEOUT</td><td>session_id, incident</td></tr>
 * </table>
 */
@NullMarked
package io.metaforge.adapter.rest;

import org.jspecify.annotations.NullMarked;
