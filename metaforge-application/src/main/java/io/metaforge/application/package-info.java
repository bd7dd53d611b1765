/** The facade through which programs embed MetaForge and adapters reach its use cases. */
@NullMarked
package io.metaforge.application;

import org.jspecify.annotations.NullMarked;
