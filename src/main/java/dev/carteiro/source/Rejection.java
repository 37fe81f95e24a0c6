package dev.carteiro.source;

/**
 * Why a request was turned away, in words for its sender.
 *
 * @param status 401 for a token or signature, 403 for an address
 */
public record Rejection(int status, String detail) {}
