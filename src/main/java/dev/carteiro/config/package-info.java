/** The configuration file: found, read, checked, watched. What its keys mean is told by the features that own them. */
@NullMarked
package dev.carteiro.config;

import org.jspecify.annotations.NullMarked;
