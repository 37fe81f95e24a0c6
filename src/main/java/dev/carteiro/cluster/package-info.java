/** What replicas share: who is alive, and under which number each one leases work. */
@NullMarked
package dev.carteiro.cluster;

import org.jspecify.annotations.NullMarked;
