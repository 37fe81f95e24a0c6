/** Traces: what says to which one something belongs, and the spans that are sent to a collector where there is one. */
@NullMarked
package dev.carteiro.trace;

import org.jspecify.annotations.NullMarked;
