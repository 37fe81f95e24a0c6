/** What people and scripts see: the REST API over events and deliveries, behind the admin token. */
@NullMarked
package dev.carteiro.console;

import org.jspecify.annotations.NullMarked;
