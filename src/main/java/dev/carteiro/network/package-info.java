/** Reaches other machines: finds their addresses, tells why they cannot be reached, and passes on what events point to. */
@NullMarked
package dev.carteiro.network;

import org.jspecify.annotations.NullMarked;
