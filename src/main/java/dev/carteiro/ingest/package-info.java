/** The front door: receive, verify, decode, append and enqueue in one commit, answer. */
@NullMarked
package dev.carteiro.ingest;

import org.jspecify.annotations.NullMarked;
