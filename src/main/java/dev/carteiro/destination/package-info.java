/** One sender per receiving system, and what its answers mean. */
@NullMarked
package dev.carteiro.destination;

import org.jspecify.annotations.NullMarked;
