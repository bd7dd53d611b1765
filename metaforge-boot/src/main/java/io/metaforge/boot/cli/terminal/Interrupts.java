package io.metaforge.boot.cli.terminal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Hears a signal while it is open, in place of what it would do otherwise.
 *
 * <p>The JDK's only way to do so is {@code sun.misc.Signal} of the module jdk.unsupported, reached by reflection; see
 * docs/decisions/0040. Where it is missing nothing is heard, and signals do what they always do.
 */
public final class Interrupts implements AutoCloseable {

    private final @Nullable Object signal;
    private final @Nullable Object before;
    private boolean closed;

    private Interrupts(String name, Runnable heard) {
        Object opened = null;
        Object former = null;
        try {
            Class<?> signals = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocation = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    heard.run();
                    return null;
                }
                return method.getName().equals("equals")
                        ? proxy == arguments[0]
                        : method.getName().hashCode();
            };
            Object handler = Proxy.newProxyInstance(handlers.getClassLoader(), new Class<?>[] {handlers}, invocation);
            opened = signals.getConstructor(String.class).newInstance(name);
            former = signals.getMethod("handle", signals, handlers).invoke(null, opened, handler);
        } catch (ReflectiveOperationException notHere) {
            // signals then do what they always do
        }
        this.signal = opened;
        this.before = former;
    }

    /** Calls {@code heard} for each Ctrl-C, on a thread of its own. */
    public static Interrupts of(Runnable heard) {
        return new Interrupts("INT", heard);
    }

    /** Lets Ctrl-C do nothing here: it is meant for the program in front. */
    public static Interrupts ignored() {
        return new Interrupts("INT", () -> {});
    }

    /** Calls {@code heard} when the terminal's size has changed. */
    static Interrupts ofResizing(Runnable heard) {
        return new Interrupts("WINCH", heard);
    }

    /** Restores what the signal did before. Can be repeated. */
    @Override
    public void close() {
        if (signal == null || before == null || closed) {
            return;
        }
        closed = true;
        try {
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            signal.getClass().getMethod("handle", signal.getClass(), handlers).invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
