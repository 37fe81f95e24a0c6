/** Who has a conversation: the agent, or a person. */
@NullMarked
package dev.carteiro.takeover;

import org.jspecify.annotations.NullMarked;
