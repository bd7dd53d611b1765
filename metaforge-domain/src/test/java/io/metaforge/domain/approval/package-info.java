/** Tests of decisions and actors. */
@NullMarked
package io.metaforge.domain.approval;

import org.jspecify.annotations.NullMarked;
