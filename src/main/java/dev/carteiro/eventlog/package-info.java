/** The durable log: read by position, by message or newest first, and kept for as long as is asked. */
@NullMarked
package dev.carteiro.eventlog;

import org.jspecify.annotations.NullMarked;
