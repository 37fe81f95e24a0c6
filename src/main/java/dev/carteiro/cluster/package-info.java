/** What replicas share: who is alive, under which number each one leases work, keys, hints and permits. */
@NullMarked
package dev.carteiro.cluster;

import org.jspecify.annotations.NullMarked;
