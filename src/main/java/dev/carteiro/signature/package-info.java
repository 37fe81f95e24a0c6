/** Signs and verifies what travels between systems: Chatwoot's HMAC, Standard Webhooks, HS256 tokens; constant time throughout. */
@NullMarked
package dev.carteiro.signature;

import org.jspecify.annotations.NullMarked;
