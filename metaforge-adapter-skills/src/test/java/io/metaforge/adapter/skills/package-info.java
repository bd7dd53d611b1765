@NullMarked
package io.metaforge.adapter.skills;

import org.jspecify.annotations.NullMarked;
