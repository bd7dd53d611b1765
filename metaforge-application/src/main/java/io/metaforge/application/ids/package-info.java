/** Makes ids. Nothing here knows what they identify beyond their form. */
@NullMarked
package io.metaforge.application.ids;

import org.jspecify.annotations.NullMarked;
