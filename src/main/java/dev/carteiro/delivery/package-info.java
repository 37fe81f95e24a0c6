/** The durable queue of events for destinations, and the pipelines that drain it. */
@NullMarked
package dev.carteiro.delivery;

import org.jspecify.annotations.NullMarked;
