/**
 * What every adapter of an out-port must do, as abstract JUnit classes: one for each port. An adapter's tests extend them
 * and say how to make a fresh adapter; nothing may be disabled. Tests of one particular adapter do not belong here.
 *
 * <pre>{@code
 * class RedisEventLogTest extends EventLogContract {
 *
 *     private final RedisServer server = RedisServer.start();
 *
 *     @Override
 *     protected Stores newStores() {
 *         return RedisStores.in(server.emptyDatabase());
 *     }
 *
 *     @Override
 *     protected void close(Stores stores) {
 *         server.stop();
 *     }
 * }
 * }</pre>
 */
@NullMarked
package io.metaforge.testkit.contract;

import org.jspecify.annotations.NullMarked;
