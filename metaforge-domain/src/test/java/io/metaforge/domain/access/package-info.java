/** Tests of API keys and of what strangers can cause. */
@NullMarked
package io.metaforge.domain.access;

import org.jspecify.annotations.NullMarked;
