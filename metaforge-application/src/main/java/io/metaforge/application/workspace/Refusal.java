package io.metaforge.application.workspace;

import io.metaforge.domain.artifact.WorkspacePath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/**
 * Why one file cannot be written, in words for a person.
 *
 * @param path the file
 * @param problem what is wrong, as the rest of a sentence that begins with the path
 */
record Refusal(WorkspacePath path, String problem) {

    /** Says what the disk objects to, without the paths that messages of the JDK hold. */
    static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        } else if (cause instanceof NoSuchFileException) {
            return "its folder is gone";
        } else if (cause instanceof FileAlreadyExistsException || cause instanceof DirectoryNotEmptyException) {
            return "something else appeared in its place";
        }
        String reason = cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
        if (reason == null || reason.indexOf('/') >= 0 && !reason.startsWith(".forge") || reason.indexOf('\\') >= 0) {
            return "the disk refused";
        }
        return reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
    }

    @Override
    public String toString() {
        return "'" + path + "' " + problem;
    }
}
