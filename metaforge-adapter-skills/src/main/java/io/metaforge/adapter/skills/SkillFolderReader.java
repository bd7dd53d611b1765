package io.metaforge.adapter.skills;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.ApprovalMode;
import io.metaforge.domain.skill.Skill;
import io.metaforge.domain.skill.SkillName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a folder that is a skill.
 *
 * <p>{@code SKILL.md} follows the <a href="https://agentskills.io/specification">Agent Skills</a> format, so that other
 * programs can use the folder too; what only MetaForge needs stands in its {@code metadata}, under names that begin with
 * {@code metaforge-}.
 */
final class SkillFolderReader {

    private static final String PREFIX = "metaforge-";
    private static final Set<String> KNOWN = Set.of(
            "metaforge-inputs",
            "metaforge-artifacts",
            "metaforge-program",
            "metaforge-timeout",
            "metaforge-args-schema");

    /** Bounds of the format. */
    private static final int MAX_DESCRIPTION = 1024;

    private static final int MAX_TEXT = 256 << 10;
    private static final int MAX_REFERENCES = 20;
    private static final Duration DEFAULT_TIME = Duration.ofMinutes(2);
    private static final Duration MOST_TIME = Duration.ofHours(1);
    private static final int SHOWN_DIGITS = 12;

    /** Semantic versioning 2.0.0, without build metadata, which is the fingerprint's. */
    private static final Pattern VERSION = Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(-[0-9A-Za-z.-]{1,64})?");

    private static final Pattern TIME = Pattern.compile("(\\d{1,4}) ?(s|min)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#:]+)(?:#[^)\\s]*)?\\)");

    private final JsonMapper json = JsonMapper.builder().build();

    /**
     * Reads a folder.
     *
     * @throws BrokenSkillException where it is no usable skill
     */
    SkillFolder read(Path folder) throws BrokenSkillException {
        SkillFiles files = new SkillFiles(folder);
        FrontMatter matter = FrontMatter.of(files.text("SKILL.md", MAX_TEXT));
        Map<String, Object> metadata = matter.metadata();
        requireKnown(metadata);
        String name = name(matter, folder);
        Optional<Path> program = program(metadata, files);
        String fingerprint = files.fingerprint();
        if (program.isEmpty() && matter.body().isEmpty()) {
            throw new BrokenSkillException(
                    "SKILL.md holds no instructions: write what the language model is to do, or name a"
                            + " program in metadata.metaforge-program");
        }
        Skill skill = new Skill(
                new SkillName(name),
                version(metadata) + "+" + fingerprint.substring(0, SHOWN_DIGITS),
                new AgentName(name),
                description(matter),
                inputs(metadata),
                argsSchema(metadata, files),
                artifacts(metadata),
                ApprovalMode.MANUAL);
        return new SkillFolder(
                folder,
                skill,
                fingerprint,
                program,
                time(metadata),
                matter.body(),
                program.isPresent() ? Map.of() : references(matter.body(), files));
    }

    private static void requireKnown(Map<String, Object> metadata) throws BrokenSkillException {
        for (String key : metadata.keySet()) {
            if (key.startsWith(PREFIX) && !KNOWN.contains(key)) {
                throw new BrokenSkillException("metadata." + key + " is not known; known are "
                        + String.join(", ", KNOWN.stream().sorted().toList()));
            }
        }
    }

    private static String name(FrontMatter matter, Path folder) throws BrokenSkillException {
        String name = FrontMatter.text("name", required(matter, "name"));
        String folderName = String.valueOf(folder.getFileName());
        if (!name.equals(folderName)) {
            throw new BrokenSkillException("SKILL.md names the skill '" + name + "', its folder is '" + folderName
                    + "'; the two have to be equal");
        }
        try {
            // The program's tool needs some letters more.
            new SkillName("skill-" + name);
            return new SkillName(name).value();
        } catch (MetaForgeException e) {
            throw new BrokenSkillException(
                    "'" + name + "' is not the name of a skill: lower-case letters and digits with"
                            + " hyphens between them, at most 58");
        }
    }

    private static String description(FrontMatter matter) throws BrokenSkillException {
        String description = FrontMatter.text("description", required(matter, "description"));
        if (description.isEmpty() || description.length() > MAX_DESCRIPTION) {
            throw new BrokenSkillException(
                    "'description' in SKILL.md has to have 1 to " + MAX_DESCRIPTION + " characters");
        }
        return description;
    }

    private static Object required(FrontMatter matter, String field) throws BrokenSkillException {
        Object value = matter.fields().get(field);
        if (value == null) {
            throw new BrokenSkillException("'" + field + "' is missing in the front matter of SKILL.md");
        }
        return value;
    }

    private static String version(Map<String, Object> metadata) throws BrokenSkillException {
        Object version = metadata.get("version");
        if (version == null) {
            return "0.0.0";
        }
        String text = FrontMatter.text("metadata.version", version);
        if (!VERSION.matcher(text).matches()) {
            throw new BrokenSkillException("metadata.version '" + text + "' is not of the form \"1.0.0\"");
        }
        return text;
    }

    private static List<WorkspacePath> inputs(Map<String, Object> metadata) throws BrokenSkillException {
        Object named = metadata.get("metaforge-inputs");
        List<WorkspacePath> inputs = new ArrayList<>();
        for (String path : named == null ? List.of("PRD.md") : FrontMatter.names("metadata.metaforge-inputs", named)) {
            inputs.add(path("metadata.metaforge-inputs", path));
        }
        if (inputs.isEmpty()) {
            throw new BrokenSkillException("metadata.metaforge-inputs names no file; leave it out for PRD.md");
        }
        return inputs;
    }

    private static List<String> artifacts(Map<String, Object> metadata) throws BrokenSkillException {
        Object named = metadata.get("metaforge-artifacts");
        List<String> artifacts = named == null ? List.of() : FrontMatter.names("metadata.metaforge-artifacts", named);
        if (artifacts.isEmpty()) {
            throw new BrokenSkillException("it does not say which files it may write: name them in"
                    + " metadata.metaforge-artifacts of SKILL.md, such as \"test-plan.md\" or \"report/*.md\"");
        }
        for (String artifact : artifacts) {
            path("metadata.metaforge-artifacts", artifact.replaceAll("[*?]+", "x"));
            if (artifact.matches(".*[\\[\\]{}\\\\].*")) {
                throw new BrokenSkillException(
                        "'" + artifact + "' in metadata.metaforge-artifacts: patterns know only *, ** and ?");
            }
        }
        return artifacts;
    }

    private static WorkspacePath path(String field, String text) throws BrokenSkillException {
        try {
            return new WorkspacePath(text);
        } catch (MetaForgeException e) {
            throw new BrokenSkillException(
                    "'" + text + "' in " + field + " is not the path of a file in the workspace");
        }
    }

    private static Optional<Path> program(Map<String, Object> metadata, SkillFiles files) throws BrokenSkillException {
        Object named = metadata.get("metaforge-program");
        if (named == null) {
            return Optional.empty();
        }
        String name = FrontMatter.text("metadata.metaforge-program", named);
        Path program = files.file(name);
        if (!Files.isExecutable(program)) {
            throw new BrokenSkillException(name + " is not executable; run: chmod +x " + name);
        }
        return Optional.of(program.toAbsolutePath());
    }

    private static Duration time(Map<String, Object> metadata) throws BrokenSkillException {
        Object given = metadata.get("metaforge-timeout");
        if (given == null) {
            return DEFAULT_TIME;
        }
        Matcher time = TIME.matcher(FrontMatter.text("metadata.metaforge-timeout", given));
        if (time.matches()) {
            long number = Long.parseLong(time.group(1));
            Duration limit = time.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
            if (!limit.isZero() && limit.compareTo(MOST_TIME) <= 0) {
                return limit;
            }
        }
        throw new BrokenSkillException(
                "metadata.metaforge-timeout has to be a time such as \"30s\" or \"5min\", at most \"60min\"");
    }

    private String argsSchema(Map<String, Object> metadata, SkillFiles files) throws BrokenSkillException {
        Object named = metadata.get("metaforge-args-schema");
        if (named == null) {
            return Skill.ANY_ARGS;
        }
        String name = FrontMatter.text("metadata.metaforge-args-schema", named);
        try {
            JsonNode schema = json.readTree(files.text(name, MAX_TEXT));
            if (schema == null || !schema.isObject()) {
                throw new BrokenSkillException(name + " is not a JSON Schema: it has to be one JSON object");
            }
            return schema.toString();
        } catch (JsonProcessingException e) {
            throw new BrokenSkillException(name + " is not JSON: " + e.getOriginalMessage());
        }
    }

    /** Returns the texts of the folder that the instructions link to. What begins with a scheme is elsewhere. */
    private static Map<String, String> references(String body, SkillFiles files) throws BrokenSkillException {
        Map<String, String> references = new TreeMap<>();
        Matcher link = LINK.matcher(body);
        int left = MAX_TEXT;
        while (link.find()) {
            String name = link.group(1);
            if (name.startsWith("/") || references.containsKey(name)) {
                continue;
            }
            if (references.size() == MAX_REFERENCES) {
                throw new BrokenSkillException("SKILL.md links to more than " + MAX_REFERENCES + " files");
            }
            String text = files.text(name, left);
            left -= text.length();
            references.put(name, text);
        }
        return references;
    }
}
