/** Tests of failures and their codes. */
@NullMarked
package io.metaforge.domain.failure;

import org.jspecify.annotations.NullMarked;
