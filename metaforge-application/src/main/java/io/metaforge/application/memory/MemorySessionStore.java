package io.metaforge.application.memory;

import io.metaforge.application.port.out.SessionStore;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.SessionSummary;
import io.metaforge.domain.skill.SkillName;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Keeps sessions by id, with an index for every question the port answers. All fields are guarded by the unit of work. */
final class MemorySessionStore implements SessionStore {

    private static final Comparator<Session> OLDEST_FIRST =
            Comparator.comparing(Session::created).thenComparing(Session::id);

    private static final Comparator<Session> NEWEST_FIRST = OLDEST_FIRST.reversed();

    private static final Comparator<Session> LONGEST_UNCHANGED_FIRST =
            Comparator.comparing(Session::updated).thenComparing(Session::id);

    private static final NavigableSet<Session> NONE = Collections.emptyNavigableSet();

    private final MemoryUnitOfWork unit;
    private final Map<SessionId, Session> sessions = new HashMap<>();
    private final Map<SessionStatus, NavigableSet<Session>> byCreation = new EnumMap<>(SessionStatus.class);
    private final Map<SessionStatus, NavigableSet<Session>> byChange = new EnumMap<>(SessionStatus.class);
    private final Map<Request, NavigableSet<Session>> waiting = new HashMap<>();
    private final Map<SessionId, NavigableSet<Session>> revisions = new HashMap<>();

    /** What a run without a session asks for. */
    private record Request(SkillName skill, Digest input, Actor createdBy) {

        static Request of(Session session) {
            return new Request(session.skill(), session.input().fingerprint(), session.createdBy());
        }
    }

    MemorySessionStore(MemoryUnitOfWork unit) {
        this.unit = unit;
        for (SessionStatus status : SessionStatus.values()) {
            byCreation.put(status, new TreeSet<>(NEWEST_FIRST));
            byChange.put(status, new TreeSet<>(LONGEST_UNCHANGED_FIRST));
        }
    }

    @Override
    public void insert(Session session) {
        unit.run(() -> {
            if (sessions.containsKey(session.id())) {
                throw new IllegalStateException("inserted twice: " + session.id());
            }
            change(session.id(), session);
        });
    }

    @Override
    public void update(Session session, long loadedVersion) {
        if (session.version() <= loadedVersion) {
            throw new IllegalArgumentException("version " + session.version() + " does not follow " + loadedVersion);
        }
        unit.run(() -> {
            Session stored = sessions.get(session.id());
            if (stored == null || stored.version() != loadedVersion) {
                throw new Failure(
                                FailureKind.CONFLICT,
                                "Cannot change " + session.id() + ": somebody else did at the same time",
                                Map.of("session_id", session.id().value()))
                        .asException();
            }
            change(session.id(), session);
        });
    }

    @Override
    public Optional<Session> find(SessionId id) {
        return unit.execute(() -> Optional.ofNullable(sessions.get(id)));
    }

    /** The unit of work keeps everybody else out already. */
    @Override
    public Optional<Session> findForUpdate(SessionId id) {
        return find(id);
    }

    @Override
    public Optional<Session> findOldestCreated(SkillName skill, RunInput input, Actor createdBy) {
        Request request = new Request(skill, input.fingerprint(), createdBy);
        return unit.execute(() -> Optional.ofNullable(waiting.get(request)).map(NavigableSet::first));
    }

    @Override
    public List<SessionSummary> list(Set<SessionStatus> statuses, int limit, long offset) {
        long end = offset > Long.MAX_VALUE - limit ? Long.MAX_VALUE : offset + limit;
        Set<SessionStatus> listed = statuses.isEmpty() ? byCreation.keySet() : statuses;
        return unit.execute(() -> listed.stream()
                .flatMap(status -> byCreation.get(status).stream().limit(end))
                .sorted(NEWEST_FIRST)
                .skip(offset)
                .limit(limit)
                .map(s -> new SessionSummary(s.id(), s.skill(), s.status(), s.created()))
                .toList());
    }

    @Override
    public List<Session> inStatus(SessionStatus status, int limit, long offset) {
        return unit.execute(
                () -> byChange.get(status).stream().skip(offset).limit(limit).toList());
    }

    @Override
    public Map<SessionStatus, Long> counts() {
        return unit.execute(() -> {
            Map<SessionStatus, Long> counts = new EnumMap<>(SessionStatus.class);
            byCreation.forEach((status, members) -> {
                if (!members.isEmpty()) {
                    counts.put(status, (long) members.size());
                }
            });
            return counts;
        });
    }

    @Override
    public long countRunning(Actor createdBy) {
        return unit.execute(() -> byCreation.get(SessionStatus.RUNNING).stream()
                .filter(session -> session.createdBy().equals(createdBy))
                .count());
    }

    @Override
    public List<SessionId> revisionsOf(SessionId rejected, int limit) {
        return unit.execute(() -> revisions.getOrDefault(rejected, NONE).stream()
                .limit(limit)
                .map(Session::id)
                .toList());
    }

    @Override
    public boolean delete(SessionId id) {
        return unit.execute(() -> {
            if (!sessions.containsKey(id)) {
                return false;
            }
            change(id, null);
            return true;
        });
    }

    private void change(SessionId id, @Nullable Session next) {
        Session previous = replace(id, next);
        unit.onRollback(() -> replace(id, previous));
    }

    private @Nullable Session replace(SessionId id, @Nullable Session next) {
        Session previous = sessions.remove(id);
        if (previous != null) {
            byCreation.get(previous.status()).remove(previous);
            byChange.get(previous.status()).remove(previous);
            if (previous.status() == SessionStatus.CREATED) {
                waiting.computeIfPresent(Request.of(previous), (request, members) -> {
                    members.remove(previous);
                    return members.isEmpty() ? null : members;
                });
            }
            if (previous.predecessor() != null) {
                revisions.computeIfPresent(previous.predecessor().session(), (rejected, members) -> {
                    members.remove(previous);
                    return members.isEmpty() ? null : members;
                });
            }
        }
        if (next != null) {
            sessions.put(id, next);
            byCreation.get(next.status()).add(next);
            byChange.get(next.status()).add(next);
            if (next.status() == SessionStatus.CREATED) {
                waiting.computeIfAbsent(Request.of(next), request -> new TreeSet<>(OLDEST_FIRST))
                        .add(next);
            }
            if (next.predecessor() != null) {
                revisions
                        .computeIfAbsent(next.predecessor().session(), rejected -> new TreeSet<>(OLDEST_FIRST))
                        .add(next);
            }
        }
        return previous;
    }
}
