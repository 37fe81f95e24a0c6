package dev.carteiro.cluster;

import io.lettuce.core.RedisURI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How to reach a Redis, read from what a person has written. */
final class RedisUrl {

    private static final String FORM = "redis://:password@host:6379, or rediss:// with TLS, or"
            + " redis-sentinel://host1:26379,host2:26379#name of the master";

    private static final String ESCAPED = ", with %XX for characters such as # or / in the password";

    /** Also with an underscore, which Docker puts into names. */
    private static final Pattern HOST = Pattern.compile("[\\w.-]+|\\[?[0-9a-fA-F:.]+]?");

    private static final Set<String> SCHEMES = Set.of("redis", "rediss", "redis-sentinel", "rediss-sentinel");

    private RedisUrl() {}

    static RedisURI parse(String url) {
        String stripped = url.strip();
        int end = stripped.indexOf("://");
        if (end < 0 || !SCHEMES.contains(stripped.substring(0, end).toLowerCase(Locale.ROOT))) {
            throw new InvalidRedisUrlException("it does not have the form " + FORM);
        }
        RedisURI uri = read(stripped);
        if (!(uri.getSentinels().isEmpty() ? isOne(uri, stripped) : areSentinels(uri))) {
            throw new InvalidRedisUrlException("it names no host, or no master; the form is " + FORM + ESCAPED);
        }
        return uri;
    }

    /** Lettuce takes whatever it finds there. */
    private static boolean isOne(RedisURI uri, String url) {
        return isHost(uri) && url.indexOf('#') < 0;
    }

    private static boolean areSentinels(RedisURI uri) {
        return uri.getSentinelMasterId() != null && uri.getSentinels().stream().allMatch(RedisUrl::isHost);
    }

    private static boolean isHost(RedisURI uri) {
        return uri.getHost() != null && HOST.matcher(uri.getHost()).matches();
    }

    private static RedisURI read(String url) {
        try {
            return RedisURI.create(url);
        } catch (IllegalArgumentException notAUrl) {
            // Its message may hold the password.
            throw new InvalidRedisUrlException("it is not a URL; the form is " + FORM + ESCAPED);
        }
    }
}
