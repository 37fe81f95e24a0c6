package dev.carteiro.fake;

/** A call that came in; its status is 0 where there was no answer, its path has its query. */
public record Call(String method, String path, int status, Fault.Kind fault) {}
