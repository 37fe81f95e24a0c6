/** Speaks to Chatwoot servers over their REST API, 3.x to 4.15; it has no state of ours. */
@NullMarked
package dev.carteiro.chatwoot;

import org.jspecify.annotations.NullMarked;
