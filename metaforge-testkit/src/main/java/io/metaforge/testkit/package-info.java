/**
 * Fixtures for tests of adapters, agents and programs that embed MetaForge: gateways in memory and over HTTP, sessions in
 * every state, agents and tools that follow a script, a clock that is set by hand. Nothing here is for production.
 */
@NullMarked
package io.metaforge.testkit;

import org.jspecify.annotations.NullMarked;
