/** Crews of agents: asked for answers, which become events of the conversation. */
@NullMarked
package dev.carteiro.crew;

import org.jspecify.annotations.NullMarked;
