/** Tests of what the use cases are made of, where the time they take cannot be waited for through the gateway itself. */
@NullMarked
package io.metaforge.application.internal;

import org.jspecify.annotations.NullMarked;
