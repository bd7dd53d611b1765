/** The services behind the use cases. Nothing outside the application sees this package. */
@NullMarked
package io.metaforge.application.internal;

import org.jspecify.annotations.NullMarked;
