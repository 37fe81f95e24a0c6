package dev.carteiro.delivery;

/**
 * What came back over HTTP.
 *
 * @param excerpt the beginning of the body, 4 KiB at most; empty where there was none
 */
public record Answer(int status, String excerpt) {}
