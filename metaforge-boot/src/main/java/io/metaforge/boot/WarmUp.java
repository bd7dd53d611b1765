package io.metaforge.boot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads what the HTTP side needs while the database starts, which leaves a core idle. */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final String[] CLASSES = {
        "org.glassfish.jersey.server.ApplicationHandler",
        "org.glassfish.jersey.inject.hk2.Hk2InjectionManagerFactory",
        "org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpContainer",
        "org.glassfish.grizzly.http.server.HttpServer",
        "org.glassfish.grizzly.nio.transport.TCPNIOTransport",
        "org.glassfish.tyrus.core.TyrusWebSocketEngine",
        "com.fasterxml.jackson.databind.json.JsonMapper",
        "org.commonmark.parser.Parser",
    };

    private final Thread thread;

    private WarmUp(Thread thread) {
        this.thread = thread;
    }

    static WarmUp begin() {
        Thread thread = new Thread(WarmUp::load, "metaforge-warm-up");
        thread.setDaemon(true);
        thread.start();
        return new WarmUp(thread);
    }

    private static void load() {
        for (String name : CLASSES) {
            try {
                Class.forName(name);
            } catch (ClassNotFoundException | LinkageError e) {
                LOG.debug("{} is not there to be warmed up", name);
            }
        }
    }

    /** Waits until everything is loaded: going on meanwhile would only wait for the same classes. */
    void await() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
