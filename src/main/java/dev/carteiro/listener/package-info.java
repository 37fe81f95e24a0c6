/** Listens to the streams of Evolution servers, one replica to each, and asks for what was missed. */
@NullMarked
package dev.carteiro.listener;

import org.jspecify.annotations.NullMarked;
