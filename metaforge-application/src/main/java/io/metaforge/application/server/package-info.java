/**
 * How a gateway inside a program is served over HTTP: what a provider of servers implements. No server lives here;
 * {@code metaforge-boot} brings one.
 */
@NullMarked
package io.metaforge.application.server;

import org.jspecify.annotations.NullMarked;
