package dev.carteiro.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the API names a delivery: {@code eventId.destination}. */
record DeliveryId(long event, String destination) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18}|[1-8]\\d{18})\\.(.+)", Pattern.DOTALL);

    /** Null where it is none. */
    static @Nullable DeliveryId parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? new DeliveryId(Long.parseLong(matcher.group(1)), matcher.group(2)) : null;
    }

    /** As in a path; what is none is not found. */
    static DeliveryId of(String text) {
        DeliveryId id = parse(text);
        if (id == null) {
            throw ApiProblem.notFound("There is no delivery " + text
                    + "; a delivery's id is that of its event, a dot and its destination: 7531214957933756431.crm.");
        }
        return id;
    }

    @Override
    public String toString() {
        return event + "." + destination;
    }
}
