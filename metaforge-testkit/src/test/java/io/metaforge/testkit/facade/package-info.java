/** What the use cases do, asked through the facade of a gateway in memory. */
@NullMarked
package io.metaforge.testkit.facade;

import org.jspecify.annotations.NullMarked;
