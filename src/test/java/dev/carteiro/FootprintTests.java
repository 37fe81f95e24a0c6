package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class FootprintTests {

    private static List<String> options() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return List.of(
                machine.getVMOption("MinHeapFreeRatio").getValue(),
                machine.getVMOption("MaxHeapFreeRatio").getValue());
    }

    @Test
    void letsTheHeapGrowAfterwardsAsItAlwaysDoes() {
        List<String> usual = options();

        Footprint.reduce();

        assertThat(options()).isEqualTo(usual);
        assertThat(Thread.getAllStackTraces().keySet())
                .as("it ends with the router")
                .filteredOn(thread -> thread.getName().equals("footprint"))
                .allMatch(Thread::isDaemon);
    }
}
