package dev.carteiro.fake;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/** Plans of faults at random that are the same again for the same seed. */
public final class Chaos {

    private static final Pattern ID = Pattern.compile("(?<=/)(\\d+|[0-9a-f-]{16,})(?=/|$)");

    private Chaos() {}

    /** A share of {@code rate} of all calls goes wrong, in one of these ways; slow ones take up to 500 ms longer. */
    public static FaultPlan seeded(long seed, double rate, Set<Fault.Kind> kinds) {
        List<Fault.Kind> choice = kinds.stream().sorted().toList();
        return (method, path, ordinal) -> {
            long call = (method + " " + kindOf(path)).hashCode() * 1_000_003L + ordinal;
            SplittableRandom random = new SplittableRandom(seed ^ (call * 0x9E3779B97F4A7C15L));
            return random.nextDouble() < rate ? fault(choice.get(random.nextInt(choice.size())), random) : Fault.NONE;
        };
    }

    /** The path with all its ids made alike. */
    static String kindOf(String path) {
        return ID.matcher(path).replaceAll("*");
    }

    private static Fault fault(Fault.Kind kind, SplittableRandom random) {
        return switch (kind) {
            case SLOW -> Fault.slow(1 + random.nextInt(500));
            case ERROR_AFTER -> Fault.errorAfter(random.nextBoolean() ? 500 : 502);
            case ERROR_BEFORE -> Fault.ERROR_BEFORE;
            case NONE, REFUSE_BEFORE, LOSE_ANSWER, HANG_BEFORE, HANG_AFTER -> new Fault(kind, 0);
        };
    }
}
