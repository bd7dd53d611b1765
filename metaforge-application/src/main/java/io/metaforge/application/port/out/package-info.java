/** What the application needs of the outside. Adapters implement these; the testkit holds a contract suite for each. */
@NullMarked
package io.metaforge.application.port.out;

import org.jspecify.annotations.NullMarked;
