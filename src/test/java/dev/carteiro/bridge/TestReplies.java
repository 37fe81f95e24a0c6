package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.bridge.Doctor.Verdict;
import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.config.ConfigTree;
import dev.carteiro.evolution.Reply;
import dev.carteiro.source.ConfiguredSources;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers of Chatwoot and Evolution, and what is to be made of them. */
final class TestReplies {

    private TestReplies() {}

    /** Apostrophes stand for quotation marks, {@code ´} for apostrophes. */
    static JsonNode json(String json) {
        return JsonMapper.shared().readTree(json.replace('\'', '"').replace('´', '\''));
    }

    static ChatwootReply chatwoot(String json) {
        return new ChatwootReply.Done(json(json));
    }

    static ChatwootReply chatwoot(ChatwootReply.Fault fault, int status, String reason) {
        return new ChatwootReply.Failed(fault, status, reason);
    }

    static Reply evolution(String json) {
        return new Reply.Done(json(json));
    }

    static Reply evolution(Reply.Fault fault, String reason) {
        return new Reply.Failed(fault, reason);
    }

    /** The sources of a configuration, in force. */
    static ConfiguredSources sources(String yaml) {
        ConfiguredSources sources = new ConfiguredSources();
        sources.prepare(ConfigTree.of(yaml, Map.<String, String>of()::get)).run();
        return sources;
    }

    static void isFine(Finding finding) {
        assertThat(finding.verdict()).as(finding.detail()).isEqualTo(Verdict.OK);
        assertThat(finding.remedy()).isNull();
    }

    static void isProblem(Finding finding, String detail, String remedy) {
        assertThat(finding.verdict()).as(finding.detail()).isEqualTo(Verdict.PROBLEM);
        assertThat(finding.detail()).contains(detail).matches("(?s).*[.…]");
        assertThat(finding.remedy()).contains(remedy).endsWith(".");
    }

    static void isUnknown(Finding finding, String detail) {
        assertThat(finding.verdict()).as(finding.detail()).isEqualTo(Verdict.UNKNOWN);
        assertThat(finding.detail()).contains(detail).matches("(?s).*[.…]");
    }
}
