package io.metaforge.adapter.persistence.run;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import org.jspecify.annotations.Nullable;

/** Keeps runs free of data: all there is to know is the session's id. Nothing from the table is ever deserialized. */
final class NoData implements Serializer {

    @Override
    public byte @Nullable [] serialize(@Nullable Object data) {
        return null;
    }

    @Override
    public <T> @Nullable T deserialize(Class<T> type, byte[] data) {
        return null;
    }
}
