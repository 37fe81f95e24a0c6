/**
 * Other machines: whose address a request comes from, and how those that we ask are reached, why they cannot be, and how what
 * events point to is passed on.
 */
@NullMarked
package dev.carteiro.network;

import org.jspecify.annotations.NullMarked;
