/** An Evolution server as seen from here: its REST API and its Socket.IO stream, without any of our own state. */
@NullMarked
package dev.carteiro.evolution;

import org.jspecify.annotations.NullMarked;
