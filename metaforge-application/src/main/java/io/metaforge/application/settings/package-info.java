/** Bounds of a gateway, chosen by whoever builds one. */
@NullMarked
package io.metaforge.application.settings;

import org.jspecify.annotations.NullMarked;
