/**
 * Fixtures for tests of adapters, agents and programs that embed MetaForge: sessions in every state, agents that follow a
 * script, a clock that is set by hand. Nothing here is for production.
 */
@NullMarked
package io.metaforge.testkit;

import org.jspecify.annotations.NullMarked;
