package io.metaforge.adapter.skills;

import io.metaforge.domain.skill.Skill;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A folder that is a skill, as it was when it was read.
 *
 * @param path of the folder
 * @param skill what it offers; its version ends in a digest of the folder
 * @param fingerprint SHA-256 over its files, in hexadecimal digits
 * @param program that does it; empty where a language model does, after the instructions
 * @param timeLimit of the program
 * @param instructions the text of {@code SKILL.md} after the front matter
 * @param references texts that the instructions link to, by their paths in the folder
 */
record SkillFolder(
        Path path,
        Skill skill,
        String fingerprint,
        Optional<Path> program,
        Duration timeLimit,
        String instructions,
        Map<String, String> references) {

    /** Returns the name by which its agent asks for the program. */
    String toolName() {
        return "skill-" + skill.name();
    }
}
