package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.fake.ChatwootMessage;
import dev.carteiro.fake.Fault;
import dev.carteiro.fake.FaultPlan;
import dev.carteiro.fake.Media;
import dev.carteiro.fake.WhatsAppSent;
import dev.carteiro.fake.WhatsAppServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is written in Chatwoot reaches WhatsApp: once, in order, and agents see what becomes of it. */
@Execution(ExecutionMode.SAME_THREAD)
class BridgeToWhatsAppIntegrationTests extends BridgeTests {

    BridgeToWhatsAppIntegrationTests(BridgedRouter router) {
        super(router);
    }

    @Test
    void sendsAnAnswerOnceAndShowsItOnce() {
        String chat = chat();
        long conversation = begun(RAVENNA, chat);
        whatsapp.webhookFirst(true);
        try {
            long answer = chatwoot.agentWrites(conversation, "Pedido **confirmado**");
            WhatsAppSent sent = awaitSent(chat, "Pedido *confirmado*");
            awaitQuiet();
            assertThat(sent(chat)).hasSize(1);
            assertThat(texts(chat)).containsExactly("Oi", "Pedido **confirmado**");
            whatsapp.receipt(RAVENNA, sent.id(), "DELIVERY_ACK");
            awaitStatus(answer, "delivered");
            whatsapp.receipt(RAVENNA, sent.id(), "READ");
            awaitStatus(answer, "read");
        } finally {
            whatsapp.webhookFirst(false);
        }
    }

    @Test
    void keepsTheOrderOfAConversation() {
        String chat = chat();
        long conversation = begun(RAVENNA, chat);
        List<String> texts = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> "resposta " + i)
                .toList();
        texts.forEach(text -> chatwoot.agentWrites(conversation, text));
        eventually().until(() -> sent(chat).size() >= 20);
        awaitQuiet();
        assertThat(sent(chat)).extracting(WhatsAppSent::text).containsExactlyElementsOf(texts);
    }

    @Test
    void sendsEachFileAsAMessageWithTheTextOnTheFirst() {
        String chat = chat();
        long conversation = begun(RAVENNA, chat);
        Media photo = Media.of("foto.png", "image/png", "a picture".getBytes(StandardCharsets.UTF_8));
        Media list = Media.of("lista.pdf", "application/pdf", "a list".getBytes(StandardCharsets.UTF_8));
        chatwoot.blobsLateBy(2);
        try {
            chatwoot.agentSends(conversation, "Segue", photo, list);
            eventually().until(() -> sent(chat).size() == 2);
        } finally {
            chatwoot.blobsLateBy(0);
        }
        awaitQuiet();
        assertThat(sent(chat)).hasSize(2);
        assertThat(sent(chat).getFirst().text()).isEqualTo("Segue");
        assertThat(sent(chat))
                .extracting(one -> one.file() == null ? "" : one.file().sha256())
                .containsExactly(photo.sha256(), list.sha256());
        assertThat(sent(chat))
                .extracting(one -> one.file() == null ? "" : one.file().mediatype())
                .containsExactly("image", "document");
        assertThat(shown(chat))
                .as("what Chatwoot has: the answer, and no echo of it")
                .hasSize(2);
    }

    @Test
    void sendsVoiceAsVoiceWithItsTextBefore() {
        String chat = chat();
        long conversation = begun(RAVENNA, chat);
        Media voice = Media.of("voz.ogg", "audio/ogg", "a voice".getBytes(StandardCharsets.UTF_8));
        chatwoot.agentSends(conversation, "Ouça", voice);
        eventually().until(() -> sent(chat).size() == 2);
        assertThat(sent(chat)).extracting(WhatsAppSent::kind).containsExactly("text", "whatsappaudio");
    }

    @Test
    void quotesWhatTheAgentAnswers() {
        String chat = chat();
        String id = whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "Qual o preço?");
        ChatwootMessage question = awaitShown(chat, "Qual o preço?");
        chatwoot.agentReplies(question.conversationId(), "R$ 10", question.id());
        assertThat(awaitSent(chat, "R$ 10").quotedId()).isEqualTo(id);
    }

    @Test
    void signsWhereThatIsWantedAndKeepsNotesPrivate() {
        String chat = chat();
        long conversation = begun(VENDAS, chat);
        chatwoot.agentNotes(conversation, "cliente difícil");
        chatwoot.macroWrites(conversation, "Mensagem automática");
        long answer = chatwoot.agentWrites(conversation, "Olá");
        String agent = message(answer).sender();
        awaitSent(chat, "*" + agent + ":*\nOlá");
        assertThat(sent(chat))
                .extracting(WhatsAppSent::text)
                .containsExactly("Mensagem automática", "*" + agent + ":*\nOlá");
    }

    @Test
    void takesBackWhatTheAgentDeletes() {
        String chat = chat();
        long conversation = begun(RAVENNA, chat);
        long answer = chatwoot.agentWrites(conversation, "Engano");
        WhatsAppSent sent = awaitSent(chat, "Engano");
        chatwoot.agentDeletes(answer);
        eventually()
                .until(() ->
                        whatsapp.deleted().stream().anyMatch(mark -> mark.id().equals(sent.id())));
        awaitQuiet();
        assertThat(whatsapp.deleted().stream().filter(mark -> mark.id().equals(sent.id())))
                .hasSize(1);
    }

    @Test
    void showsTheAgentThatANumberIsNotOnWhatsAppAndSendsAgainWhenAsked() {
        String chat = chat();
        long conversation = begun(RAVENNA, chat);
        whatsapp.faults(
                (method, path, ordinal) -> path.contains("/message/sendText") ? Fault.ERROR_BEFORE : Fault.NONE);
        long answer;
        try {
            answer = chatwoot.agentWrites(conversation, "Alô?");
            eventually().until(() -> message(answer).status().equals("failed"));
            assertThat(message(answer).externalError()).contains("again");
        } finally {
            whatsapp.faults(FaultPlan.none());
        }
        awaitSent(chat, "Alô?");
        awaitStatus(answer, "sent");
        awaitQuiet();
        assertThat(sent(chat)).hasSize(1);
    }

    @Test
    void honoursTheRetryOfAnAgentTwice() {
        String chat = chat();
        long conversation = begun(RAVENNA, chat);
        router.instance(RAVENNA).notOnWhatsApp(phone(chat).substring(1));
        long answer = chatwoot.agentWrites(conversation, "Chegou?");
        awaitStatus(answer, "failed");
        assertThat(message(answer).externalError()).contains("not");
        chatwoot.agentPressesRetry(answer);
        eventually()
                .until(() -> whatsapp.calls().stream()
                                .filter(call -> call.path().contains("/message/sendText/"))
                                .filter(call -> call.status() == 400)
                                .count()
                        >= 2);
        awaitStatus(answer, "failed");
        assertThat(sent(chat)).isEmpty();
    }

    @Test
    void looksWhetherItWasSentBeforeItSendsAgain() {
        String chat = chat();
        long conversation = begun(RAVENNA, chat);
        whatsapp.faults((method, path, ordinal) -> path.contains("/message/sendText") ? Fault.LOSE_ANSWER : Fault.NONE);
        try {
            chatwoot.agentWrites(conversation, "Uma vez só");
            eventually().until(() -> sent(chat).size() == 1);
        } finally {
            whatsapp.faults(FaultPlan.none());
        }
        chatwoot.agentWrites(conversation, "E mais esta");
        awaitSent(chat, "E mais esta");
        awaitQuiet();
        assertThat(sent(chat)).extracting(WhatsAppSent::text).containsExactly("Uma vez só", "E mais esta");
        assertThat(texts(chat)).containsExactly("Oi", "Uma vez só", "E mais esta");
    }

    @Test
    void tellsTheCustomerThatTheirMessageWasReadWhenItIsAnswered() {
        String chat = chat();
        String id = whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "Oi?");
        ChatwootMessage shown = awaitShown(chat, "Oi?");
        chatwoot.agentWrites(shown.conversationId(), "Olá");
        eventually()
                .until(() ->
                        whatsapp.readMarks().stream().anyMatch(mark -> mark.id().equals(id)));
    }

    @Test
    void tellsTheCustomerThatTheirMessageWasReadWithoutAnAnswer() {
        String chat = chat();
        String id = whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "Leia por favor");
        ChatwootMessage shown = awaitShown(chat, "Leia por favor");
        chatwoot.agentReads(shown.conversationId());
        eventually()
                .until(() ->
                        whatsapp.readMarks().stream().anyMatch(mark -> mark.id().equals(id)));
    }

    @Test
    void writesToWhomAnAgentWritesFirst() {
        String chat = chat();
        String known = chat();
        begun(RAVENNA, known);
        long inbox = conversations(known).getFirst().inboxId();
        long contact = chatwoot.agentAddsContact("Bruno", phone(chat));
        long conversation = chatwoot.agentStartsConversation(contact, inbox);
        chatwoot.agentWrites(conversation, "Bom dia, Bruno");
        awaitSent(chat, "Bom dia, Bruno");
        whatsapp.customerWrites(RAVENNA, chat, "Bruno", "Bom dia!");
        eventually()
                .until(() -> chatwoot.messages(conversation).stream()
                        .anyMatch(message -> "Bom dia!".equals(message.content())));
    }

    /** Four of them at once: more than the router's whole memory could hold. */
    @Test
    void sendsLargeFilesFromMemoryThatStaysSmall() {
        List<String> chats = Stream.generate(BridgeTests::chat).limit(4).toList();
        Media video = WhatsAppServer.generatesMedia("aula.mp4", 60L << 20, 11);
        chats.stream()
                .map(chat -> begun(RAVENNA, chat))
                .toList()
                .forEach(conversation -> chatwoot.agentSends(conversation, "aula", video));
        for (String chat : chats) {
            WhatsAppSent sent = awaitSent(chat, "aula");
            assertThat(sent.file())
                    .isNotNull()
                    .satisfies(file -> assertThat(file.sha256()).isEqualTo(video.sha256()));
        }
        assertSmall("to WhatsApp");
    }
}
