package io.metaforge.boot.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Logs warnings to the standard error stream of programs that have this module on their class path, such as tests with a
 * gateway over HTTP, and no configuration of Logback: its own default is to print everything. The command line sets up its
 * log itself.
 */
@ConfiguratorRank(EmbeddedLogging.BEFORE_THE_DEFAULT_AFTER_FILES)
public final class EmbeddedLogging extends ContextAwareBase implements Configurator {

    static final int BEFORE_THE_DEFAULT_AFTER_FILES = (ConfiguratorRank.FALLBACK + ConfiguratorRank.NOMINAL) / 2;

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{HH:mm:ss} %-5level %logger{1} - %msg%n");
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
