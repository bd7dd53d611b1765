package io.metaforge.boot.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.logging.LogManager;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets up the log: everything to a file of the workspace, warnings and worse to the console as well. */
final class Logging {

    private static final String LINE =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger{1} - %msg%n%ex";
    private static final String CONSOLE_LINE = "%d{HH:mm:ss} %-5level %msg%n%nopex";

    private Logging() {}

    /**
     * Logs to {@code .forge/logs/gateway.log}, which is rolled over by day and at 10 MB and kept for a fortnight, at most
     * 100 MB in all.
     */
    static void forServer(Path workspace, String level) {
        LoggerContext context = fresh();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(level));
        context.getLogger("org.flywaydb").setLevel(Level.WARN);
        // While the database is away the stores say so themselves, once; these two would say it again and again.
        context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
        context.getLogger("com.github.kagkarlsson.scheduler").setLevel(Level.OFF);
        // Quotes what a model's server sent where that cannot be read, and what it retries is not retried.
        context.getLogger("dev.langchain4j").setLevel(Level.OFF);
        context.getLogger("org.glassfish").setLevel(Level.WARN);
        // It warns of every orderly stop.
        context.getLogger("org.glassfish.grizzly").setLevel(Level.ERROR);
        root.addAppender(file(context, workspace.resolve(".forge/logs")));
        root.addAppender(console(context));
    }

    private static LoggerContext fresh() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        LogManager.getLogManager().reset();
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.INFO);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return context;
    }

    private static Appender<ILoggingEvent> file(LoggerContext context, Path folder) {
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setFile(folder.resolve("gateway.log").toString());
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
        rolling.setContext(context);
        rolling.setParent(file);
        rolling.setFileNamePattern(folder.resolve("gateway.%d.%i.log.gz").toString());
        rolling.setMaxFileSize(new FileSize(10L << 20));
        rolling.setMaxHistory(14);
        rolling.setTotalSizeCap(new FileSize(100L << 20));
        rolling.start();
        file.setRollingPolicy(rolling);
        file.setEncoder(encoder(context, LINE));
        file.start();
        return file;
    }

    private static Appender<ILoggingEvent> console(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        ThresholdFilter warnings = new ThresholdFilter();
        warnings.setLevel(Level.WARN.toString());
        warnings.start();
        console.addFilter(warnings);
        console.setEncoder(encoder(context, CONSOLE_LINE));
        console.start();
        return console;
    }

    private static PatternLayoutEncoder encoder(LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        return encoder;
    }
}
