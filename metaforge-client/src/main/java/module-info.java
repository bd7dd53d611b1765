/** The Java client of a MetaForge gateway. */
module io.metaforge.client {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires transitive io.metaforge.api;
    requires java.net.http;
    requires static org.jspecify;

    exports io.metaforge.client;
    exports io.metaforge.client.error;
    exports io.metaforge.client.event;
}
