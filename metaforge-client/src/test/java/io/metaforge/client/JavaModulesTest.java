package io.metaforge.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.api.Skill;
import io.metaforge.client.fixture.ScriptedServer;
import java.io.File;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is a module, on a module path with nothing but the client and what it needs. */
class JavaModulesTest {

    private static final String MODULE = """
            module com.example.consumer {
                requires io.metaforge.client;
            }
            """;

    private static final String PROGRAM = """
            package com.example.consumer;

            import io.metaforge.api.Skill;
            import io.metaforge.client.MetaForgeClient;
            import io.metaforge.client.error.NotFoundException;

            public final class Main {
                public static void main(String[] arguments) {
                    try (MetaForgeClient client = MetaForgeClient.connect(arguments[0])) {
                        for (Skill skill : client.skills()) {
                            System.out.println(skill.name() + " in " + client.getClass().getModule());
                        }
                        client.runSkill("spec", "PRD.md");
                    } catch (NotFoundException e) {
                        System.out.println(e.getMessage());
                    }
                }
            }
            """;

    @TempDir
    Path temp;

    @Test
    void compiles_and_runs_with_the_client_as_a_module() throws Exception {
        Path sources = Files.createDirectories(temp.resolve("sources"));
        Path module = Files.writeString(sources.resolve("module-info.java"), MODULE);
        Path program = Files.writeString(sources.resolve("Main.java"), PROGRAM);
        Path classes = temp.resolve("classes");
        // JSpecify's annotations are read by compilers; a program runs without.
        String needed =
                path(MetaForgeClient.class, Skill.class, JsonMapper.class, JsonFactory.class, JsonProperty.class);
        String annotated = needed + File.pathSeparator + path(NullMarked.class);

        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean compiled;
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of(
                                    "--release",
                                    "17",
                                    "-Xlint:all",
                                    "-Werror",
                                    "-p",
                                    annotated,
                                    "-d",
                                    classes.toString()),
                            null,
                            files.getJavaFileObjects(module, program))
                    .call();
        }
        assertThat(compiled).as("%s", messages).isTrue();

        try (ScriptedServer server = ScriptedServer.start(exchange -> {
            if (exchange.target().endsWith("/skills")) {
                exchange.json(
                        200, "{\"skills\":[{\"name\":\"spec\",\"inputs\":[\"PRD.md\"],\"args_schema\":{\"a\":[1]}}]}");
            } else {
                exchange.error(404, "NOT_FOUND", "nothing here");
            }
        })) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-p",
                            needed + File.pathSeparator + classes,
                            "-m",
                            "com.example.consumer/com.example.consumer.Main",
                            server.url())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(output).isEqualToNormalizingNewlines("""
                            spec in module io.metaforge.client
                            nothing here
                            """);
        }
    }

    private static String path(Class<?>... types) {
        return Stream.of(types).map(JavaModulesTest::location).collect(Collectors.joining(File.pathSeparator));
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
