/** What {@code metaforge doctor} looks at: findings as data. Nothing here prints, and nothing changes the machine. */
@NullMarked
package io.metaforge.boot.cli.doctor;

import org.jspecify.annotations.NullMarked;
