package io.metaforge.application.internal;

import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** Finds extensions on the class path; one that cannot be loaded does not hide the others. */
public final class Discovery {

    private Discovery() {}

    /**
     * Loads every implementation of {@code type} that is registered for {@link ServiceLoader}.
     *
     * @param found takes each
     * @param broken takes why one cannot be loaded
     */
    public static <T> void each(Class<T> type, Consumer<T> found, Consumer<String> broken) {
        Iterator<T> services = ServiceLoader.load(type).iterator();
        while (true) {
            T service;
            try {
                if (!services.hasNext()) {
                    return;
                }
                service = services.next();
            } catch (ServiceConfigurationError e) {
                System.getLogger(Discovery.class.getName())
                        .log(System.Logger.Level.WARNING, "An extension on the class path cannot be loaded", e);
                broken.accept(String.valueOf(e.getMessage()));
                continue;
            }
            found.accept(service);
        }
    }
}
