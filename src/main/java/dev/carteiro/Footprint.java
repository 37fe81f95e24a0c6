package dev.carteiro;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory that the machine sees. A start needs a heap, and compilers work space, that running does not, and neither the JVM
 * nor the C library gives back by itself what nobody uses any more.
 */
final class Footprint {

    private static final Logger log = LoggerFactory.getLogger(Footprint.class);

    private static final String LEAST_FREE = "MinHeapFreeRatio";
    private static final String MOST_FREE = "MaxHeapFreeRatio";

    /** The serial collector goes all the way at the fourth time only, unless it is told otherwise. */
    private static final int STEPS = 4;

    /** What is compiled leaves the most behind, and that goes on for a while. */
    private static final Duration PAUSE = Duration.ofSeconds(20);

    private Footprint() {}

    /**
     * Gives back what only the start has needed, in some pauses of a tenth of a second, and from now on what the C library
     * keeps for nobody.
     */
    static void reduce() {
        try {
            shrinkHeap(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class));
            trim().ifPresent(trim ->
                    Thread.ofPlatform().daemon().name("footprint").start(() -> keepTrimming(trim)));
        } catch (RuntimeException otherMachine) {
            log.debug("event=memory-not-given-back cause=\"{}\"", otherMachine.toString());
        }
    }

    private static void shrinkHeap(@Nullable HotSpotDiagnosticMXBean machine) {
        if (machine == null) {
            return;
        }
        String least = option(machine, LEAST_FREE);
        String most = option(machine, MOST_FREE);
        boolean bySteps = is(machine, "UseSerialGC") && is(machine, "ShrinkHeapInSteps");
        // In percent of the heap, for this once; the lower is never above the upper. Afterwards it grows as it always
        // does.
        machine.setVMOption(LEAST_FREE, "5");
        machine.setVMOption(MOST_FREE, "10");
        for (int step = 0; step < (bySteps ? STEPS : 1); step++) {
            System.gc();
        }
        machine.setVMOption(MOST_FREE, most);
        machine.setVMOption(LEAST_FREE, least);
    }

    private static String option(HotSpotDiagnosticMXBean machine, String name) {
        return machine.getVMOption(name).getValue();
    }

    private static boolean is(HotSpotDiagnosticMXBean machine, String name) {
        return Boolean.parseBoolean(option(machine, name));
    }

    /** Of the GNU C library; others have none. */
    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> trim() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("malloc_trim")
                .map(trim -> linker.downcallHandle(
                        trim, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));
    }

    private static void keepTrimming(MethodHandle trim) {
        try {
            while (true) {
                int released = (int) trim.invokeExact(0L);
                log.trace("event=memory-given-back any={}", released);
                Thread.sleep(PAUSE);
            }
        } catch (Throwable failure) {
            log.debug("event=memory-not-given-back cause=\"{}\"", failure.toString());
        }
    }
}
