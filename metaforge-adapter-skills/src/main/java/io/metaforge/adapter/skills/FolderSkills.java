package io.metaforge.adapter.skills;

import io.metaforge.application.agent.Agent;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The skills in a folder of skills: each a folder with a {@code SKILL.md}. Immutable.
 *
 * @param agents one for each usable skill, by name; each is named like its skill
 * @param programs that some of the agents ask for as tools
 * @param broken folders that are no usable skill
 */
public record FolderSkills(List<Agent> agents, List<Program> programs, List<Broken> broken) {

    private static final int MAX_SKILLS = 200;

    public FolderSkills {
        agents = List.copyOf(agents);
        programs = List.copyOf(programs);
        broken = List.copyOf(broken);
    }

    /**
     * A program that does a skill.
     *
     * @param tool name of the tool that its agent asks for; it gets the request's parameters as JSON on standard input
     * @param version of the skill
     * @param path absolute
     * @param environment variables to give it
     */
    public record Program(String tool, String version, Path path, Map<String, String> environment) {}

    /**
     * A folder that is no usable skill.
     *
     * @param name of the folder
     * @param problem what is wrong and what to do
     */
    public record Broken(String name, String problem) {}

    /**
     * Reads every skill of a folder, such as {@code .forge/skills} of a workspace. Hidden folders and files beside the folders
     * are left alone; where there is no such folder, there is no skill.
     */
    public static FolderSkills in(Path folder) {
        List<Agent> agents = new ArrayList<>();
        List<Program> programs = new ArrayList<>();
        List<Broken> broken = new ArrayList<>();
        SkillFolderReader reader = new SkillFolderReader();
        List<Path> folders;
        try {
            folders = folders(folder);
        } catch (IOException e) {
            return new FolderSkills(
                    List.of(),
                    List.of(),
                    List.of(new Broken("skills", "the folder .forge/skills cannot be read; look at its permissions")));
        }
        if (folders.size() > MAX_SKILLS) {
            broken.add(new Broken(
                    "skills", "there are " + folders.size() + " skills; the first " + MAX_SKILLS + " are offered"));
        }
        for (Path each : folders.subList(0, Math.min(MAX_SKILLS, folders.size()))) {
            try {
                SkillFolder skill = reader.read(each);
                skill.program().ifPresent(program -> programs.add(program(skill, program)));
                agents.add(
                        skill.program().isPresent()
                                ? new ProgramAgent(skill, reader)
                                : new InstructionsAgent(skill, reader));
            } catch (BrokenSkillException | MetaForgeException e) {
                broken.add(new Broken(String.valueOf(each.getFileName()), String.valueOf(e.getMessage())));
            }
        }
        return new FolderSkills(agents, programs, broken);
    }

    private static List<Path> folders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory)
                    .filter(each -> !String.valueOf(each.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static Program program(SkillFolder skill, Path program) {
        return new Program(
                skill.toolName(),
                skill.skill().version(),
                program,
                Map.of(
                        "METAFORGE_SKILL_FOLDER",
                        skill.path().toAbsolutePath().toString(),
                        // Its leavings would lie in the skill's folder.
                        "PYTHONDONTWRITEBYTECODE",
                        "1"));
    }
}
