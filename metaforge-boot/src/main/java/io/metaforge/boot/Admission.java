package io.metaforge.boot;

import io.metaforge.application.port.out.ApiKeyStore;
import io.metaforge.application.settings.AccessSettings;
import io.metaforge.boot.configuration.Configuration;
import io.metaforge.boot.configuration.ConfigurationException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides by the configuration whether callers need keys, and refuses what would let strangers in or nobody. */
final class Admission {

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final Configuration configuration;
    private final boolean loopback;
    private final boolean keysRequired;

    private Admission(Configuration configuration, boolean loopback, boolean keysRequired) {
        this.configuration = configuration;
        this.loopback = loopback;
        this.keysRequired = keysRequired;
    }

    /**
     * Decides it.
     *
     * @throws ConfigurationException where the settings contradict each other
     */
    static Admission of(Configuration configuration) {
        boolean loopback = isLoopback(configuration.host());
        if (configuration.insecure() && configuration.requireKeys().orElse(false)) {
            throw new ConfigurationException(
                    "--insecure lets everybody in, and --require-keys only holders of keys; choose one of them");
        }
        boolean keysRequired = configuration.requireKeys().orElse(!loopback && !configuration.insecure());
        if (!loopback && !keysRequired && !configuration.insecure()) {
            throw new ConfigurationException("--host " + configuration.host()
                    + " would let other machines in, and --require-keys=false lets them do everything."
                    + " Keep 127.0.0.1, or require keys, or add --insecure if that network is to be trusted.");
        }
        return new Admission(configuration, loopback, keysRequired);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new ConfigurationException("--host " + host + " is not known on this machine");
        }
    }

    AccessSettings settings() {
        return new AccessSettings(keysRequired, configuration.requestsPerKey(), configuration.runsPerKey());
    }

    /**
     * Checks that somebody has a key, where other machines are to be let in with one. On this machine alone the first key
     * can as well be created later.
     *
     * @throws ConfigurationException where nobody has, with the command that creates a key
     */
    void requireSomebody(ApiKeyStore keys, Clock clock) {
        if (!keysRequired) {
            return;
        }
        if (keys.held().stream().anyMatch(held -> held.key().isUsable(clock.instant()))) {
            if (!loopback) {
                LOG.warn(
                        "Keys and designs travel unencrypted to {}; put a proxy that speaks TLS in front of it",
                        configuration.host());
            }
            return;
        }
        String create =
                "'metaforge keys create NAME --scopes read,run,approve --workspace " + configuration.workspace() + "'";
        if (loopback) {
            LOG.warn("Keys are required, but there is none: nobody is let in before {}", create);
            return;
        }
        throw new ConfigurationException("--host " + configuration.host()
                + " lets other machines in, and they need API keys, but there is none yet. Create one with " + create
                + ", or add --insecure if that network is to be trusted.");
    }
}
