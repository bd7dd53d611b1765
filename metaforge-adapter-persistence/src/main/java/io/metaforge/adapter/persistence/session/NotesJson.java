package io.metaforge.adapter.persistence.session;

import io.metaforge.adapter.persistence.json.Json;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.Predecessor;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What sessions carry beside their state, as JSON objects: warnings, and what they revise.
 *
 * <p>Stored documents outlive releases: members are only ever added, and reading copes with those that are missing.
 */
final class NotesJson {

    private NotesJson() {}

    /** Writes warnings; null for none, as most sessions have. */
    static @Nullable String write(List<Warning> warnings) {
        return warnings.isEmpty()
                ? null
                : Json.write(Map.of(
                        "warnings", warnings.stream().map(NotesJson::write).toList()));
    }

    private static Map<String, @Nullable Object> write(Warning warning) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kind", warning.kind().name());
        json.put("message", warning.message());
        if (warning.path() != null) {
            json.put("path", warning.path().value());
        }
        if (warning.session() != null) {
            json.put("session", warning.session().value());
        }
        return json;
    }

    static List<Warning> readWarnings(@Nullable String text) {
        List<Warning> warnings = new ArrayList<>();
        if (text != null && Json.read(text).get("warnings") instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> json) {
                    warnings.add(new Warning(
                            Warning.Kind.valueOf((String) json.get("kind")),
                            (String) json.get("message"),
                            json.get("path") instanceof String path ? new WorkspacePath(path) : null,
                            json.get("session") instanceof String session ? new SessionId(session) : null));
                }
            }
        }
        return warnings;
    }

    /** Writes all but the id, which has a column of its own. */
    static String write(Predecessor predecessor) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("reason", predecessor.reason());
        json.put("earlier", predecessor.earlier());
        return Json.write(json);
    }

    static @Nullable Predecessor readPredecessor(@Nullable UUID session, @Nullable String text) {
        if (session == null || text == null) {
            return null;
        }
        Map<String, @Nullable Object> json = Json.read(text);
        List<String> earlier = json.get("earlier") instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : List.of();
        return new Predecessor(
                SessionId.of(session), json.get("reason") instanceof String reason ? reason : "", earlier);
    }
}
