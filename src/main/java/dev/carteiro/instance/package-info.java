/** WhatsApp instances: how each stands, its last QR code, and its life on the Evolution server that runs it. */
@NullMarked
package dev.carteiro.instance;

import org.jspecify.annotations.NullMarked;
