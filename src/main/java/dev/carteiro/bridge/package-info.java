/** Joins WhatsApp instances and Chatwoot inboxes, both ways. */
@NullMarked
package dev.carteiro.bridge;

import org.jspecify.annotations.NullMarked;
