package dev.carteiro.bridge;

import dev.carteiro.bridge.BridgeTable.Entry;
import dev.carteiro.config.Supplement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The body of {@code POST /chatwoot/set/{instance}}, which is Evolution's own (chatwoot.schema.ts). */
final class SetForm {

    /** Ours, not Evolution's: which of several Evolution servers runs the instance. */
    static final String SOURCE = "carteiroSource";

    private static final List<String> TEXTS =
            List.of("accountId", "token", "url", "signDelimiter", "nameInbox", "number", "organization", "logo");
    private static final List<String> FLAGS = List.of(
            "enabled",
            "signMsg",
            "reopenConversation",
            "conversationPending",
            "autoCreate",
            "importContacts",
            "importMessages",
            "mergeBrazilContacts");
    private static final List<String> REQUIRED =
            List.of("accountId", "token", "url", "signMsg", "reopenConversation", "conversationPending");

    private SetForm() {}

    /** What was set, or what is wrong with it, in sentences. */
    sealed interface Read {

        record Settings(Map<String, Object> values) implements Read {

            boolean enabled() {
                return Boolean.TRUE.equals(values.get("enabled"));
            }
        }

        record Wrong(List<String> problems) implements Read {}
    }

    static Read read(JsonNode body) {
        if (!body.isObject()) {
            return new Read.Wrong(List.of("The body is no JSON object."));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        FLAGS.forEach(name -> flag(body, name, values, problems));
        TEXTS.forEach(name -> text(body, name, values, problems));
        JsonNode days = body.path("daysLimitImportMessages");
        if (days.isNumber()) {
            values.put("daysLimitImportMessages", days.asInt(0));
        } else if (!days.isMissingNode() && !days.isNull()) {
            problems.add("daysLimitImportMessages is a number.");
        }
        ignored(body.path("ignoreJids"), values, problems);
        if (!values.containsKey("enabled")) {
            problems.add("enabled is missing.");
        } else if (Boolean.TRUE.equals(values.get("enabled"))) {
            REQUIRED.stream()
                    .filter(name -> !values.containsKey(name))
                    .forEach(name -> problems.add(name + " is missing."));
        }
        return problems.isEmpty() ? new Read.Settings(values) : new Read.Wrong(problems);
    }

    private static void flag(JsonNode body, String name, Map<String, Object> values, List<String> problems) {
        JsonNode flag = body.path(name);
        if (flag.isBoolean()) {
            values.put(name, flag.booleanValue());
        } else if (!flag.isMissingNode() && !flag.isNull()) {
            problems.add(name + " is true or false.");
        }
    }

    private static void text(JsonNode body, String name, Map<String, Object> values, List<String> problems) {
        JsonNode text = body.path(name);
        if (text.isString() || (text.isIntegralNumber() && name.equals("accountId"))) {
            if (!text.asString("").isBlank()) {
                values.put(
                        name,
                        name.equals("signDelimiter")
                                ? text.asString("")
                                : text.asString("").strip());
            }
        } else if (!text.isMissingNode() && !text.isNull()) {
            problems.add(name + " is a text.");
        }
    }

    private static void ignored(JsonNode list, Map<String, Object> values, List<String> problems) {
        if (list.isArray() && list.valueStream().allMatch(JsonNode::isString)) {
            values.put(
                    "ignoreJids",
                    list.valueStream().map(item -> item.asString("")).toList());
        } else if (!list.isMissingNode() && !list.isNull()) {
            problems.add("ignoreJids is a list of texts.");
        }
    }

    /** As it would stand in the file; nothing where the bridge is off. */
    static List<Supplement> supplements(Entry entry) {
        Map<String, Object> settings = entry.settings();
        if (!Boolean.TRUE.equals(settings.get("enabled"))) {
            return List.of();
        }
        Map<String, Object> chatwoot = new LinkedHashMap<>();
        chatwoot.put("url", String.valueOf(settings.get("url")));
        chatwoot.put("account", String.valueOf(settings.get("accountId")));
        chatwoot.put("token", String.valueOf(settings.get("token")));
        chatwoot.put("inbox", settings.getOrDefault("nameInbox", entry.instance()));
        chatwoot.put("auto-create", settings.getOrDefault("autoCreate", true));
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("instance", entry.instance());
        keys.put("chatwoot", chatwoot);
        put(keys, "source", settings.get(SOURCE));
        put(keys, "sign-messages", settings.get("signMsg"));
        put(keys, "sign-delimiter", settings.get("signDelimiter"));
        put(keys, "reopen-conversation", settings.get("reopenConversation"));
        put(keys, "conversation-pending", settings.get("conversationPending"));
        put(keys, "merge-brazil-contacts", settings.get("mergeBrazilContacts"));
        put(keys, "ignore", settings.get("ignoreJids"));
        put(keys, "bot-name", settings.get("organization"));
        put(keys, "bot-picture", settings.get("logo"));
        return List.of(new Supplement(entry.name(), "POST /chatwoot/set/" + entry.instance(), keys));
    }

    private static void put(Map<String, Object> keys, String name, @Nullable Object value) {
        if (value != null) {
            keys.put(name, value);
        }
    }

    /** A key below {@code carteiro.bridges}: the instance's name where it can be one. */
    static String name(String instance) {
        return instance.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,40}") ? instance : "instance-" + Names.hash(instance);
    }
}
