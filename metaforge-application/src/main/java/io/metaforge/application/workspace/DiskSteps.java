package io.metaforge.application.workspace;

import java.io.IOException;

/** Is told of every step that changes the disk, so that tests can let each of them fail. */
@FunctionalInterface
interface DiskSteps {

    /** Lets everything happen. */
    DiskSteps UNOBSERVED = step -> {};

    /**
     * Is called before a step.
     *
     * @throws IOException as if the disk had refused it
     */
    void before(String step) throws IOException;
}
