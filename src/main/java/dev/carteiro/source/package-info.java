/** One class per sending system: it verifies a request and decodes its bytes to events. */
@NullMarked
package dev.carteiro.source;

import org.jspecify.annotations.NullMarked;
