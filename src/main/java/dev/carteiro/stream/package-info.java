/** Browsers: the log as a live stream that can be resumed, over SSE and WebSocket, and who may see what of it. */
@NullMarked
package dev.carteiro.stream;

import org.jspecify.annotations.NullMarked;
