package io.metaforge.domain.artifact;

/**
 * Records which bytes an agent read.
 *
 * @param path where the file was
 * @param size in bytes
 * @param digest of its bytes at the time of reading
 */
public record InputFile(WorkspacePath path, long size, Digest digest) {}
