package io.metaforge.boot.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.application.port.out.Tools;
import java.time.Clock;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules of section 2 of the design. Each has been seen failing on code that breaks it. */
class ArchitectureTest {

    private static final String ROOT = "io.metaforge.";
    private static final String DOMAIN = ROOT + "domain..";
    private static final String APPLICATION = ROOT + "application..";
    private static final String PORTS_IN = ROOT + "application.port.in..";
    private static final String PORTS_OUT = ROOT + "application.port.out..";
    private static final String AGENTS = ROOT + "agents..";
    private static final String API = ROOT + "api..";
    private static final String CLIENT = ROOT + "client..";
    private static final String REST = ROOT + "adapter.rest..";
    private static final String WS = ROOT + "adapter.ws..";
    private static final String PERSISTENCE = ROOT + "adapter.persistence..";
    private static final String TOOLS = ROOT + "adapter.tools..";
    private static final String LLM = ROOT + "adapter.llm..";
    private static final String SKILLS = ROOT + "adapter.skills..";
    private static final String BOOT = ROOT + "boot..";
    private static final String JSPECIFY = "org.jspecify..";

    /** Values of out-ports that in-ports hand on as they are; they carry no behaviour of an adapter. */
    private static final DescribedPredicate<JavaClass> PORT_OUT_BEHAVIOUR = resideInAPackage(PORTS_OUT)
            .and(DescribedPredicate.not(DescribedPredicate.describe(
                    "values that in-ports hand on",
                    type -> type.isEquivalentTo(Tools.Detected.class)
                            || type.isEquivalentTo(Tools.State.class)
                            || type.isEquivalentTo(LanguageModel.State.class))))
            .as("out-ports");

    /** Calls and method references alike, in every overload. */
    private static final DescribedPredicate<JavaAccess<?>> ASKS_THE_SYSTEM_FOR_THE_TIME =
            DescribedPredicate.describe("asks the system for the time", access -> {
                JavaClass owner = access.getTargetOwner();
                String name = access.getName();
                return owner.getPackageName().startsWith("java.time")
                                && name.equals("now")
                                && !parameters(access).equals(List.of("java.time.Clock"))
                        || owner.isEquivalentTo(Clock.class)
                                && (name.startsWith("system")
                                        || Set.of("tickMillis", "tickSeconds", "tickMinutes")
                                                .contains(name))
                        || owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis")
                        || owner.isAssignableTo(Calendar.class) && name.equals("getInstance")
                        || owner.isAssignableTo(Date.class)
                                && name.equals("<init>")
                                && parameters(access).isEmpty();
            });

    private static final DescribedPredicate<JavaAccess<?>> PRINTS_A_STACK_TRACE = DescribedPredicate.describe(
            "prints a stack trace",
            access -> access.getTargetOwner().isAssignableTo(Throwable.class)
                    && access.getName().equals("printStackTrace")
                    && parameters(access).isEmpty());

    private static final DescribedPredicate<JavaAccess<?>> EXECUTES_A_COMMAND = DescribedPredicate.describe(
            "executes a command",
            access -> access.getTargetOwner().isEquivalentTo(Runtime.class)
                    && access.getName().equals("exec"));

    private static List<String> parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                ? target.getRawParameterTypes().stream().map(JavaClass::getName).toList()
                : List.of();
    }

    private static JavaClasses all;

    @BeforeAll
    static void importEveryModule() {
        all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.metaforge");
        // A rule about a package that is not there would hold for nothing.
        for (String expected : List.of(
                "domain",
                "application",
                "agents",
                "api",
                "client",
                "adapter.rest",
                "adapter.ws",
                "adapter.persistence",
                "adapter.tools",
                "adapter.llm",
                "adapter.skills",
                "boot")) {
            assertThat(all.stream().anyMatch(type -> type.getPackageName().startsWith(ROOT + expected)))
                    .as("classes of %s are on the class path", expected)
                    .isTrue();
        }
    }

    @Nested
    class Rule1Domain {

        @Test
        void domain_depends_on_the_jdk_and_jspecify_only() {
            check(classes()
                    .that()
                    .resideInAPackage(DOMAIN)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(DOMAIN, "java..", JSPECIFY));
        }

        @Test
        void domain_touches_no_database_network_or_file() {
            check(noClasses()
                    .that()
                    .resideInAPackage(DOMAIN)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.sql..", "javax.sql..", "java.net.http.."));
            check(noClasses()
                    .that()
                    .resideInAPackage(DOMAIN)
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.nio.file.Files"));
        }
    }

    @Nested
    class Rule2Application {

        @Test
        void application_depends_on_domain_and_the_jdk_only() {
            check(classes()
                    .that()
                    .resideInAPackage(APPLICATION)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(APPLICATION, DOMAIN, "java..", JSPECIFY));
        }
    }

    @Nested
    class Rule3Adapters {

        @Test
        void adapters_and_agents_never_depend_on_each_other() {
            List<String> peers = List.of(AGENTS, REST, WS, PERSISTENCE, TOOLS, LLM, SKILLS);
            for (String one : peers) {
                String[] others =
                        peers.stream().filter(other -> !other.equals(one)).toArray(String[]::new);
                check(noClasses()
                        .that()
                        .resideInAPackage(one)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(others));
            }
        }

        @Test
        void nothing_depends_on_boot() {
            check(noClasses()
                    .that()
                    .resideOutsideOfPackage(BOOT)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(BOOT));
        }
    }

    @Nested
    class Rule4Ports {

        @Test
        void rest_and_ws_use_no_out_port() {
            check(noClasses().that().resideInAnyPackage(REST, WS).should(dependOnClassesThat(PORT_OUT_BEHAVIOUR)));
        }

        @Test
        void persistence_tools_and_llm_use_no_in_port() {
            check(noClasses()
                    .that()
                    .resideInAnyPackage(PERSISTENCE, TOOLS, LLM)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(PORTS_IN));
        }

        @Test
        void nobody_sees_the_inside_of_the_application() {
            check(noClasses()
                    .that()
                    .resideOutsideOfPackage(APPLICATION)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + "application.internal.."));
        }
    }

    @Nested
    class Rule5Technology {

        @Test
        void databases_are_at_home_in_persistence() {
            athome(
                    PERSISTENCE,
                    "java.sql..",
                    "javax.sql..",
                    "org.flywaydb..",
                    "com.github.kagkarlsson..",
                    "com.zaxxer..",
                    "org.postgresql..");
        }

        /**
         * The embedded PostgreSQL server is started by persistence itself, see docs/decisions/0004; the pager and stty by
         * the command line, see docs/decisions/0040.
         */
        @Test
        void processes_are_at_home_in_tools() {
            check(noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            TOOLS, ROOT + "adapter.persistence.embedded..", ROOT + "boot.cli.terminal..")
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(ProcessBuilder.class));
            check(noClasses().that().resideOutsideOfPackage(TOOLS).should().accessTargetWhere(EXECUTES_A_COMMAND));
        }

        @Test
        void jax_rs_is_at_home_in_rest() {
            athome(REST, "jakarta.ws.rs..", "org.glassfish.jersey..");
        }

        @Test
        void jakarta_websocket_is_at_home_in_ws() {
            athome(WS, "jakarta.websocket..", "org.glassfish.tyrus..");
        }

        @Test
        void langchain4j_is_at_home_in_llm() {
            athome(LLM, "dev.langchain4j..");
        }

        private void athome(String home, String... technology) {
            check(noClasses()
                    .that()
                    .resideOutsideOfPackage(home)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(technology));
        }
    }

    @Nested
    class Rule6Wire {

        @Test
        void client_sees_api_jdk_and_jackson() {
            check(classes()
                    .that()
                    .resideInAPackage(CLIENT)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(CLIENT, API, "java..", "javax.net.ssl..", "com.fasterxml.jackson..", JSPECIFY));
        }

        @Test
        void api_sees_no_other_module() {
            check(classes()
                    .that()
                    .resideInAPackage(API)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(API, "java..", "com.fasterxml.jackson.annotation..", JSPECIFY));
        }
    }

    @Nested
    class Rule7Hygiene {

        @Test
        void packages_have_no_cycles() {
            check(slices().matching("io.metaforge.(**)").should().beFreeOfCycles());
        }

        @Test
        void every_package_is_null_marked() {
            Set<String> unmarked = new TreeSet<>();
            all.stream()
                    .filter(type -> !type.getPackage().isAnnotatedWith(NullMarked.class))
                    .forEach(type -> unmarked.add(type.getPackageName()));
            assertThat(unmarked).isEmpty();
        }

        /** A builder's default and the program itself may ask the system for its clock; everyone else is given one. */
        @Test
        void time_comes_from_an_injected_clock() {
            DescribedPredicate<JavaClass> mayChoose = DescribedPredicate.describe(
                    "the builder and the program",
                    type -> type.getPackageName().startsWith(ROOT + "boot")
                            || type.getName().equals("io.metaforge.application.MetaForge$Builder")
                            || type.getPackageName().startsWith(ROOT + "testkit"));
            check(noClasses()
                    .that(DescribedPredicate.not(mayChoose))
                    .should()
                    .accessTargetWhere(ASKS_THE_SYSTEM_FOR_THE_TIME));
        }

        @Test
        void standard_streams_belong_to_the_command_line() {
            check(noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + "boot.cli..")
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .orShould()
                    .accessField(System.class, "in")
                    .orShould()
                    .accessTargetWhere(PRINTS_A_STACK_TRACE));
        }
    }

    private static void check(ArchRule rule) {
        rule.check(all);
    }
}
