/** What an agent is, what it is given and what it returns. For those who write agents. */
@NullMarked
package io.metaforge.application.agent;

import org.jspecify.annotations.NullMarked;
