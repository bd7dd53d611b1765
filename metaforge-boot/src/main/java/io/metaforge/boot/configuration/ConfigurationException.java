package io.metaforge.boot.configuration;

/** Tells the user what is wrong with a setting, where it was set, and what would be right. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
