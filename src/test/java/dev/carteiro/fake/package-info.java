/** Stands in for the systems that Carteiro speaks to, and enforces what they enforce. */
@NullMarked
package dev.carteiro.fake;

import org.jspecify.annotations.NullMarked;
