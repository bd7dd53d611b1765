package io.metaforge.boot.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Keeps libraries quiet in commands that are no server; a server sets its log up itself, see {@link Logging}. Found by Logback
 * through {@code META-INF/services} when the first library wants a logger, which in most commands none does. Programs that only
 * have this module on their class path keep their own log.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class QuietLogging extends ContextAwareBase implements Configurator {

    private static volatile boolean commandLine;

    /** Says that this process is the command line, before any library wants a logger. */
    static void inThisProcess() {
        commandLine = true;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (!commandLine) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
