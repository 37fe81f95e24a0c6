package dev.carteiro.console;

import dev.carteiro.bridge.Imports;
import dev.carteiro.bridge.Imports.Progress;
import dev.carteiro.event.Canonical;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bridges and their imports as the API shows them. */
final class ImportJson {

    private ImportJson() {}

    static Map<String, @Nullable Object> of(Imports.Bridge bridge) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", bridge.name());
        json.put("instance", bridge.instance());
        json.put("set", bridge.inFile() ? "file" : "run-time");
        json.put("inbox", bridge.inbox());
        json.put("destinations", bridge.destinations());
        json.put("import", bridge.progress() == null ? null : of(bridge.progress()));
        return json;
    }

    static Map<String, @Nullable Object> of(Progress progress) {
        Imports.Stretch stretch = progress.stretch();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("state", progress.state().word());
        json.put("days", stretch.days());
        json.put("from", Canonical.time(stretch.from()));
        json.put("to", Canonical.time(stretch.to()));
        json.put("at", Canonical.time(stretch.at()));
        json.put("done", Math.floor(stretch.done() * 1_000) / 1_000); // 1 is for what has reached the end
        json.put("posted", progress.tally().posted());
        json.put("known", progress.tally().known());
        json.put("failed", progress.tally().failed());
        json.put("reason", progress.reason());
        json.put("startedAt", Canonical.time(progress.startedAt()));
        json.put("finishedAt", DeliveryJson.time(progress.finishedAt()));
        return json;
    }
}
