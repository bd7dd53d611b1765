/** What callers can ask of the application: one interface for each write use case, one for each read side. */
@NullMarked
package io.metaforge.application.port.in;

import org.jspecify.annotations.NullMarked;
