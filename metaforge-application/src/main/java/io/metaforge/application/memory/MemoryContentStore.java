package io.metaforge.application.memory;

import io.metaforge.application.port.out.ContentStore;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.session.SessionId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps bytes by digest and counts who keeps them. All fields are guarded by the unit of work. */
final class MemoryContentStore implements ContentStore {

    private final MemoryUnitOfWork unit;
    private final Map<Digest, Kept> contents = new HashMap<>();
    private final Map<SessionId, Set<Digest>> bySession = new HashMap<>();

    private record Kept(byte[] bytes, int keepers) {}

    MemoryContentStore(MemoryUnitOfWork unit) {
        this.unit = unit;
    }

    @Override
    public void put(SessionId session, Collection<byte[]> added) {
        unit.run(() -> {
            for (byte[] bytes : added) {
                Digest digest = Digest.of(bytes);
                if (keep(session, digest, bytes)) {
                    unit.onRollback(() -> giveUp(session, digest));
                }
            }
        });
    }

    @Override
    public Optional<byte[]> get(Digest digest) {
        return unit.execute(() -> Optional.ofNullable(contents.get(digest)))
                .map(kept -> kept.bytes().clone());
    }

    @Override
    public void release(SessionId session) {
        unit.run(() -> {
            for (Digest digest : Set.copyOf(bySession.getOrDefault(session, Set.of()))) {
                byte[] bytes = giveUp(session, digest);
                unit.onRollback(() -> keep(session, digest, bytes));
            }
        });
    }

    private boolean keep(SessionId session, Digest digest, byte[] bytes) {
        if (!bySession.computeIfAbsent(session, id -> new HashSet<>()).add(digest)) {
            return false;
        }
        Kept kept = contents.get(digest);
        contents.put(digest, kept == null ? new Kept(bytes.clone(), 1) : new Kept(kept.bytes(), kept.keepers() + 1));
        return true;
    }

    private byte[] giveUp(SessionId session, Digest digest) {
        bySession.computeIfPresent(session, (id, digests) -> {
            digests.remove(digest);
            return digests.isEmpty() ? null : digests;
        });
        Kept kept = contents.get(digest);
        if (kept.keepers() == 1) {
            contents.remove(digest);
        } else {
            contents.put(digest, new Kept(kept.bytes(), kept.keepers() - 1));
        }
        return kept.bytes();
    }
}
