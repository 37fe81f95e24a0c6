/** What the routes say about themselves, and the OpenAPI document that comes of it. */
@NullMarked
package dev.carteiro.openapi;

import org.jspecify.annotations.NullMarked;
