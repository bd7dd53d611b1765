package io.metaforge.application.memory;

import io.metaforge.application.port.out.IdempotencyKeys;
import io.metaforge.domain.approval.Actor;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers what keys were used for. All fields are guarded by the unit of work, which makes a second caller wait. */
final class MemoryIdempotencyKeys implements IdempotencyKeys {

    private final MemoryUnitOfWork unit;
    private final Map<Owned, Taken> keys = new HashMap<>();

    private record Owned(Actor actor, String key) {}

    private record Taken(Use use, Instant at) {}

    MemoryIdempotencyKeys(MemoryUnitOfWork unit) {
        this.unit = unit;
    }

    @Override
    public Optional<Use> claim(Actor actor, String key, Use use, Instant now) {
        Owned owned = new Owned(actor, key);
        return unit.execute(() -> {
            Taken earlier = keys.putIfAbsent(owned, new Taken(use, now));
            if (earlier == null) {
                unit.onRollback(() -> keys.remove(owned));
            }
            return Optional.ofNullable(earlier).map(Taken::use);
        });
    }

    @Override
    public Optional<Use> find(Actor actor, String key) {
        return unit.execute(
                () -> Optional.ofNullable(keys.get(new Owned(actor, key))).map(Taken::use));
    }

    @Override
    public int expire(Instant before) {
        return unit.execute(() -> {
            Map<Owned, Taken> expired = new HashMap<>();
            keys.forEach((owned, taken) -> {
                if (taken.at().isBefore(before)) {
                    expired.put(owned, taken);
                }
            });
            keys.keySet().removeAll(expired.keySet());
            unit.onRollback(() -> keys.putAll(expired));
            return expired.size();
        });
    }
}
