package io.metaforge.boot.server;

import java.time.Duration;

/**
 * What one caller may take of the server.
 *
 * @param connections open at once
 * @param receive how long a request may take to arrive, from its first byte to its last
 * @param idle how long a connection may be silent between requests
 * @param idleSocket how long a WebSocket may be silent; pings go out every 30 s
 */
record HttpLimits(int connections, Duration receive, Duration idle, Duration idleSocket) {

    /** Of the request line and all headers together. */
    static final int HEADER_BYTES = 16 * 1024;

    /** Header fields of a request. */
    static final int HEADERS = 100;

    static final HttpLimits DEFAULT =
            new HttpLimits(8192, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(100));
}
