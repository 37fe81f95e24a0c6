/** The vocabulary: what happened, in which conversation, as told by which source. Plain Java, no framework. */
@NullMarked
package dev.carteiro.event;

import org.jspecify.annotations.NullMarked;
