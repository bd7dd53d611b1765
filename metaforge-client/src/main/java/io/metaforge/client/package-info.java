/**
 * The Java client: {@link io.metaforge.client.MetaForgeClient} and what it hands out; nothing of how requests are made and
 * repeated.
 */
@NullMarked
package io.metaforge.client;

import org.jspecify.annotations.NullMarked;
