package io.metaforge.application.memory;

import io.metaforge.application.port.out.ApiKeyStore;
import io.metaforge.domain.access.ApiKey;
import io.metaforge.domain.access.KeyId;
import io.metaforge.domain.access.RequestWindow;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps API keys by id. All fields are guarded by the unit of work, which is the lock of every key. */
final class MemoryApiKeyStore implements ApiKeyStore {

    private final MemoryUnitOfWork unit;
    private final Map<KeyId, Held> keys = new HashMap<>();
    private final Map<KeyId, RequestWindow> windows = new HashMap<>();

    MemoryApiKeyStore(MemoryUnitOfWork unit) {
        this.unit = unit;
    }

    @Override
    public void insert(ApiKey key, Digest digest) {
        unit.run(() -> {
            if (keys.containsKey(key.id())) {
                throw new IllegalStateException("inserted twice: " + key.id());
            }
            if (key.revoked() == null && isHeld(key.name())) {
                throw new Failure(
                                FailureKind.CONFLICT,
                                "There is a key of '" + key.name() + "' already; revoke it first",
                                Map.of("name", key.name()))
                        .asException();
            }
            put(key.id(), new Held(key, digest));
        });
    }

    @Override
    public List<ApiKey> list() {
        return unit.execute(() -> keys.values().stream()
                .map(Held::key)
                .sorted(Comparator.comparing(ApiKey::created).thenComparing(ApiKey::id))
                .toList());
    }

    @Override
    public List<Held> held() {
        return unit.execute(() -> keys.values().stream()
                .filter(held -> held.key().revoked() == null)
                .toList());
    }

    @Override
    public boolean revoke(KeyId id, Instant now) {
        return unit.execute(() -> {
            Held held = keys.get(id);
            if (held == null || held.key().revoked() != null) {
                return false;
            }
            put(id, new Held(held.key().revokedAt(now), held.digest()));
            return true;
        });
    }

    @Override
    public boolean lock(String name) {
        return unit.execute(() -> isHeld(name));
    }

    @Override
    public Grant take(KeyId id, int wanted, int limit, Instant now) {
        return unit.execute(() -> {
            RequestWindow window = windows.getOrDefault(id, new RequestWindow(now, 0));
            RequestWindow.Taken taken = window.take(wanted, limit, now);
            if (taken.granted() > 0) {
                RequestWindow before = windows.put(id, taken.window());
                unit.onRollback(() -> {
                    if (before == null) {
                        windows.remove(id);
                    } else {
                        windows.put(id, before);
                    }
                });
                Held held = keys.get(id);
                if (held != null) {
                    put(id, new Held(held.key().usedAt(now), held.digest()));
                }
            }
            return new Grant(
                    taken.granted(), taken.window().used(), taken.window().ends());
        });
    }

    private boolean isHeld(String name) {
        return keys.values().stream()
                .anyMatch(held ->
                        held.key().revoked() == null && held.key().name().equals(name));
    }

    private void put(KeyId id, Held held) {
        @Nullable Held before = keys.put(id, held);
        unit.onRollback(() -> {
            if (before == null) {
                keys.remove(id);
            } else {
                keys.put(id, before);
            }
        });
    }
}
