package io.metaforge.boot.cli.doctor;

import io.metaforge.adapter.tools.ToolDetection;
import io.metaforge.application.port.out.Tools;
import io.metaforge.boot.Outside;
import io.metaforge.boot.configuration.Configuration;
import io.metaforge.boot.configuration.ConfigurationException;
import io.metaforge.boot.configuration.Option;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Looks at everything a gateway needs on this machine, in the order in which a start would miss it. */
public final class Doctor {

    private static final int OLDEST_JAVA = 17;

    private final Consumer<Finding> found;

    /**
     * Returns a doctor.
     *
     * @param found is told each finding as soon as it is made
     */
    public Doctor(Consumer<Finding> found) {
        this.found = found;
    }

    /** Looks at everything, for a gateway with these flags; returns all findings. */
    public List<Finding> examine(Map<Option, String> flags, Map<String, String> environment) {
        List<Finding> all = new ArrayList<>();
        Consumer<Finding> each = finding -> {
            all.add(finding);
            found.accept(finding);
        };
        each.accept(java());
        each.accept(locale());
        Configuration configuration;
        try {
            configuration = Configuration.resolve(flags, environment, Path.of(""));
            each.accept(Finding.ok("settings", "valid"));
        } catch (ConfigurationException e) {
            each.accept(Finding.problem("settings", e.getMessage(), "correct it; the rest is looked at then"));
            return all;
        }
        WorkspaceChecks workspace = new WorkspaceChecks(configuration);
        each.accept(workspace.folder());
        each.accept(workspace.disk());
        each.accept(new DatabaseCheck(configuration).look());
        PortCheck.look(configuration).forEach(each);
        SkillChecks.look(configuration).forEach(each);
        each.accept(model(configuration));
        tools(configuration, each);
        return all;
    }

    private static Finding java() {
        String version = System.getProperty("java.version");
        String where = version + ", " + System.getProperty("java.home");
        return Runtime.version().feature() >= OLDEST_JAVA
                ? Finding.ok("java", where)
                : Finding.problem("java", where, "install a JDK " + OLDEST_JAVA + " or newer and set JAVA_HOME to it");
    }

    private static Finding locale() {
        String names = System.getProperty("sun.jnu.encoding", "");
        return Charset.isSupported(names) && Charset.forName(names).equals(StandardCharsets.UTF_8)
                ? Finding.ok("locale", "UTF-8")
                : Finding.warning(
                        "locale",
                        "file names are read as " + names,
                        "set LC_ALL=C.UTF-8, or start through the launcher ./metaforge, which does");
    }

    private static Finding model(Configuration configuration) {
        return configuration.languageModel().isPresent()
                ? Finding.ok(
                        "model", configuration.languageModel().model() + "; 'metaforge status' tells if it answers")
                : Finding.ok("model", "none configured; every skill works without one");
    }

    private static void tools(Configuration configuration, Consumer<Finding> each) {
        try (ToolDetection detection = Outside.tools(configuration, Clock.systemUTC())) {
            for (Tools.Detected tool : detection.detect()) {
                each.accept(
                        tool.available()
                                ? Finding.ok(tool.name(), String.valueOf(tool.version()))
                                : Finding.warning(
                                        tool.name(),
                                        state(tool),
                                        tool.advice() == null ? "install it" : String.valueOf(tool.advice())));
            }
        }
    }

    private static String state(Tools.Detected tool) {
        return switch (tool.state()) {
            case DETECTED -> "found";
            case NOT_FOUND -> "not found";
            case TOO_OLD -> "too old" + (tool.version() == null ? "" : ": " + tool.version());
            case DOES_NOT_START -> "found, but it does not start";
        };
    }
}
