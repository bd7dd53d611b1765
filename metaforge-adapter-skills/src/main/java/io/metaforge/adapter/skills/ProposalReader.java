package io.metaforge.adapter.skills;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.application.agent.Proposal;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a proposal as a program or a language model writes it: {@code {"files": [{"path", "text"}]}}, where instead of
 * {@code text} there may be {@code base64}, {@code file} (one that the program wrote where it worked) or {@code "delete": true};
 * or {@code {"failure": "why"}}.
 */
final class ProposalReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> CONTENTS = Set.of("text", "base64", "file", "delete");

    private final String base;
    private final Map<WorkspacePath, byte[]> written;

    /**
     * @param base folder that paths are relative to, with a slash at its end; empty for the workspace itself
     * @param written files that may be named as content
     */
    ProposalReader(String base, Map<WorkspacePath, byte[]> written) {
        this.base = base;
        this.written = Map.copyOf(written);
    }

    /**
     * Reads a proposal.
     *
     * @param writer who wrote it, for messages
     * @throws MetaForgeException of kind {@code AGENT} where it is none, or says that the skill could not be done
     */
    Proposal read(String text, String writer) {
        JsonNode answer;
        try {
            answer = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw refused(writer + " did not write a proposal in JSON: " + e.getOriginalMessage()
                    + (e.getLocation() == null
                            ? ""
                            : " (line " + e.getLocation().getLineNr() + ")"));
        }
        if (answer == null || !answer.isObject()) {
            throw refused(writer + " wrote no proposal: one JSON object with \"files\" is expected");
        }
        JsonNode failure = answer.get("failure");
        if (failure != null && failure.isTextual() && !failure.textValue().isBlank()) {
            throw new Failure(FailureKind.AGENT, failure.textValue().strip()).asException();
        }
        JsonNode files = answer.get("files");
        if (files == null || !files.isArray()) {
            throw refused(writer + " wrote no proposal: \"files\" has to be a list");
        }
        List<Proposal.ProposedFile> proposed = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            proposed.add(file(files.get(i), writer + ": files[" + i + "]"));
        }
        return new Proposal(proposed);
    }

    private Proposal.ProposedFile file(JsonNode file, String where) {
        JsonNode path = file.get("path");
        if (path == null || !path.isTextual()) {
            throw refused(where + " has no \"path\"");
        }
        WorkspacePath target;
        try {
            target = new WorkspacePath(base + path.textValue());
        } catch (MetaForgeException e) {
            throw refused(where + ": \"path\" is not the path of a file in the workspace");
        }
        Set<String> given = new TreeSet<>();
        file.fieldNames().forEachRemaining(name -> {
            if (CONTENTS.contains(name)) {
                given.add(name);
            }
        });
        if (given.size() != 1) {
            throw refused(
                    where + " (" + target + ") needs exactly one of \"text\", \"base64\", \"file\" and \"delete\"");
        }
        return new Proposal.ProposedFile(target, content(file, given.iterator().next(), where + " (" + target + ")"));
    }

    private byte @org.jspecify.annotations.Nullable [] content(JsonNode file, String kind, String where) {
        JsonNode value = file.get(kind);
        if (kind.equals("delete")) {
            if (!value.isBoolean() || !value.booleanValue()) {
                throw refused(where + ": \"delete\" has to be true");
            }
            return null;
        }
        if (!value.isTextual()) {
            throw refused(where + ": \"" + kind + "\" has to be a text");
        }
        String text = value.textValue();
        switch (kind) {
            case "text":
                return text.getBytes(StandardCharsets.UTF_8);
            case "base64":
                try {
                    return Base64.getDecoder().decode(text);
                } catch (IllegalArgumentException e) {
                    throw refused(where + ": \"base64\" is not Base64");
                }
            default:
                return written(text, where);
        }
    }

    private byte[] written(String name, String where) {
        try {
            byte[] content = written.get(new WorkspacePath(name));
            if (content != null) {
                return content;
            }
        } catch (MetaForgeException e) {
            throw refused(where + ": \"file\" is not the path of a file below the folder it worked in");
        }
        throw refused(where + ": \"file\" names '" + name + "', which was not written");
    }

    private static UnusableProposalException refused(String message) {
        return new UnusableProposalException(message);
    }

    /** What was written is no proposal; the message says why. Of kind {@code AGENT}. */
    static final class UnusableProposalException extends MetaForgeException {

        private static final long serialVersionUID = 1L;

        UnusableProposalException(String message) {
            super(new Failure(FailureKind.AGENT, message));
        }
    }
}
