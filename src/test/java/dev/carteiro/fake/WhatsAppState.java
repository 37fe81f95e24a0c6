package dev.carteiro.fake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What an Evolution server knows beyond its instances, and how it behaves. */
final class WhatsAppState {

    final String version;
    final Map<String, WhatsAppInstance> instances = new LinkedHashMap<>();
    final List<WhatsAppSent> sent = new CopyOnWriteArrayList<>();
    final List<WhatsAppMark> reads = new CopyOnWriteArrayList<>();
    final List<WhatsAppMark> deleted = new CopyOnWriteArrayList<>();
    final List<WhatsAppMark> edited = new CopyOnWriteArrayList<>();
    final List<WhatsAppPresence> presences = new CopyOnWriteArrayList<>();
    final AtomicInteger numbers = new AtomicInteger();
    volatile String url = "";
    volatile boolean webhookFirst;
    volatile boolean inOrder = true;
    volatile boolean base64;

    WhatsAppState(String version) {
        this.version = version;
    }

    /** Whether it is 2.4 or newer. */
    boolean isNew() {
        String[] parts = version.split("\\.", -1);
        return Integer.parseInt(parts[0]) > 2 || Integer.parseInt(parts[1]) >= 4;
    }

    WhatsAppInstance add(String name) {
        synchronized (instances) {
            String jid = "55119000%05d@s.whatsapp.net".formatted(numbers.incrementAndGet());
            WhatsAppInstance made = new WhatsAppInstance(name, jid);
            instances.put(name, made);
            return made;
        }
    }

    List<WhatsAppInstance> all() {
        synchronized (instances) {
            return List.copyOf(instances.values());
        }
    }

    WhatsAppInstance need(String name) {
        return all().stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst()
                .orElseThrow(() -> WhatsAppErrors.noInstance(name));
    }
}
