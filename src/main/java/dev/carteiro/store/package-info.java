/** The database: PostgreSQL within or without, its schema, and a pool for each kind of work. */
@NullMarked
package dev.carteiro.store;

import org.jspecify.annotations.NullMarked;
