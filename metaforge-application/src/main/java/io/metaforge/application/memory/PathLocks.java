package io.metaforge.application.memory;

import io.metaforge.application.port.out.Workspace;
import io.metaforge.domain.artifact.WorkspacePath;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Locks on paths, first come, first served: who asks for all is not overtaken for ever by those who ask for few. */
final class PathLocks {

    /** Everybody who holds or waits, in the order they came. Guarded by this object's monitor. */
    private final Set<Request> requests = new LinkedHashSet<>();

    /** Compared by identity. A request for no paths in particular is one for all. */
    private static final class Request {
        private final @Nullable Set<WorkspacePath> paths;

        Request(@Nullable Set<WorkspacePath> paths) {
            this.paths = paths;
        }

        boolean excludes(Request other) {
            return paths == null || other.paths == null || other.paths.stream().anyMatch(paths::contains);
        }
    }

    Workspace.Lock lock(Collection<WorkspacePath> paths) {
        return acquire(new Request(Set.copyOf(paths)));
    }

    Workspace.Lock lockAll() {
        return acquire(new Request(null));
    }

    private synchronized Workspace.Lock acquire(Request request) {
        requests.add(request);
        boolean interrupted = false;
        while (mustWait(request)) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                release(request);
            }
        };
    }

    private boolean mustWait(Request request) {
        for (Request earlier : requests) {
            if (earlier == request) {
                return false;
            }
            if (earlier.excludes(request)) {
                return true;
            }
        }
        throw new IllegalStateException("a request that was not made");
    }

    private synchronized void release(Request request) {
        requests.remove(request);
        notifyAll();
    }
}
