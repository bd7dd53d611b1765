/**
 * Policies that decide over proposals in a person's stead: what they are given and what they can say. For those who write
 * policies; nothing here records decisions.
 */
@NullMarked
package io.metaforge.application.approval;

import org.jspecify.annotations.NullMarked;
