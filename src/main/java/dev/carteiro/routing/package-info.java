/** Which event goes to which destinations: routes, checked when they are loaded and asked without any I/O. */
@NullMarked
package dev.carteiro.routing;

import org.jspecify.annotations.NullMarked;
