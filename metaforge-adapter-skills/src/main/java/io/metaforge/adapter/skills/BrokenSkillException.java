package io.metaforge.adapter.skills;

/** A folder is no usable skill. The message says what is wrong and what to do, for who wrote it; it names no absolute path. */
final class BrokenSkillException extends Exception {

    private static final long serialVersionUID = 1L;

    BrokenSkillException(String message) {
        super(message);
    }
}
