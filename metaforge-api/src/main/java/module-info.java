/** The JSON of REST and WebSocket, version 1, as records. */
module io.metaforge.api {
    requires com.fasterxml.jackson.annotation;
    requires static org.jspecify;

    exports io.metaforge.api;
}
