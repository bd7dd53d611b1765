package io.metaforge.adapter.rest.resource;

import io.metaforge.domain.artifact.WorkspacePath;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Names media types of proposed files, by their extension, such that no browser runs one as a page of this site: text is
 * shown as plain text, everything unknown is a download.
 */
final class SafeMediaTypes {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BYTES = "application/octet-stream";

    private static final Map<String, String> BY_EXTENSION = Map.ofEntries(
            Map.entry("json", "application/json"),
            Map.entry("md", TEXT),
            Map.entry("txt", TEXT),
            Map.entry("csv", "text/csv; charset=utf-8"),
            Map.entry("cir", TEXT),
            Map.entry("net", TEXT),
            Map.entry("kicad_sch", TEXT),
            Map.entry("kicad_pcb", TEXT),
            Map.entry("kicad_pro", TEXT),
            Map.entry("gbr", TEXT),
            Map.entry("drl", TEXT),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"));

    private SafeMediaTypes() {}

    static String of(WorkspacePath file) {
        String name = file.fileName();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(extension, BYTES);
    }

    /** RFC 6266, with the name in the form of RFC 8187, which can hold any character. */
    static String disposition(WorkspacePath file) {
        String encoded = URLEncoder.encode(file.fileName(), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return (of(file).equals(BYTES) ? "attachment" : "inline") + "; filename*=UTF-8''" + encoded;
    }
}
