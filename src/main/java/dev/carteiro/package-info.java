/** Carteiro: a durable, reactive event router. This package only starts it. */
@NullMarked
package dev.carteiro;

import org.jspecify.annotations.NullMarked;
