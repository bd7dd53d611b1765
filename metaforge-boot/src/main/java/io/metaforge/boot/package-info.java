/**
 * What a running gateway is put together from: see {@code cli}, {@code configuration} and {@code server}. Holds only what
 * all three need; nothing outside this module may depend on it.
 */
@NullMarked
package io.metaforge.boot;

import org.jspecify.annotations.NullMarked;
