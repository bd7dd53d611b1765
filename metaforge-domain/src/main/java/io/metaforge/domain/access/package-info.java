/** Who may do what: API keys, their scopes, and how many requests they may send. No secret is kept here or printed. */
@NullMarked
package io.metaforge.domain.access;

import org.jspecify.annotations.NullMarked;
