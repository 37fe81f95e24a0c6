package dev.carteiro.store;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** How to reach a PostgreSQL server. */
record DatabaseUrl(String host, int port, String database, String user, String password, String query) {

    private static final String FORM = "postgresql://user:password@host:5432/database";

    /** Reads {@code postgresql://user:password@host:5432/database?sslmode=require}; the port may be left out. */
    static DatabaseUrl parse(String url) {
        URI uri = uri(url);
        String scheme = uri.getScheme();
        if (!("postgresql".equals(scheme) || "postgres".equals(scheme)) || uri.getHost() == null) {
            throw new InvalidDatabaseUrlException("it does not have the form " + FORM);
        }
        String[] login = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        if (login.length == 0 || uri.getRawPath().length() < 2) {
            throw new InvalidDatabaseUrlException("it names no user or no database; the form is " + FORM);
        }
        return new DatabaseUrl(
                uri.getHost(),
                uri.getPort() < 0 ? 5432 : uri.getPort(),
                decode(uri.getRawPath().substring(1)),
                decode(login[0]),
                login.length > 1 ? decode(login[1]) : "",
                uri.getRawQuery() == null ? "" : uri.getRawQuery());
    }

    private static URI uri(String url) {
        try {
            return URI.create(url.strip());
        } catch (IllegalArgumentException notAUrl) {
            throw new InvalidDatabaseUrlException("it is not a URL; the form is " + FORM
                    + ", with %XX for characters such as # or / in the password");
        }
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    String jdbc() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database + (query.isEmpty() ? "" : "?" + query);
    }

    /** Whether {@code sslmode} asks for an encrypted connection, and which kind. */
    String sslMode() {
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith("sslmode=")) {
                return parameter.substring("sslmode=".length());
            }
        }
        return "prefer";
    }

    /** Without the password, so that it may be logged. */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
    }
}
