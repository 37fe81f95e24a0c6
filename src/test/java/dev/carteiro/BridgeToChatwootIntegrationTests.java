package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.fake.ChatwootMessage;
import dev.carteiro.fake.Media;
import dev.carteiro.fake.WhatsAppServer;
import dev.carteiro.fake.WhatsAppServer.Member;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What happens on WhatsApp is seen in Chatwoot: once, in order, and as what it is. */
@Execution(ExecutionMode.SAME_THREAD)
class BridgeToChatwootIntegrationTests extends BridgeTests {

    BridgeToChatwootIntegrationTests(BridgedRouter router) {
        super(router);
    }

    @Test
    void showsAMessageInTheConversationOfItsContact() {
        String chat = chat();
        router.instance(RAVENNA).picture(chat, "https://pps.example/ana.jpg?ccb=1");
        String id = whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "Oi, *tudo* bem?");
        ChatwootMessage message = awaitShown(chat, "Oi, **tudo** bem?");
        assertThat(message.type()).isEqualTo("incoming");
        assertThat(message.sourceId()).isEqualTo(sourceId(id));
        assertThat(contacts(chat)).singleElement().satisfies(contact -> {
            assertThat(contact.name()).isEqualTo("Ana Souza");
            assertThat(contact.phone()).isEqualTo(phone(chat));
            assertThat(contact.avatar()).startsWith("https://pps.example/ana.jpg");
        });
        assertThat(conversations(chat)).singleElement().satisfies(conversation -> {
            assertThat(conversation.status()).isEqualTo("open");
            assertThat(conversation.sourceId()).isEqualTo(chat);
        });
        assertThat(chatwoot.inboxes()).anySatisfy(inbox -> {
            assertThat(inbox.name()).isEqualTo("WhatsApp Ravenna");
            assertThat(inbox.webhookUrl()).endsWith("/chatwoot/webhook/Ravenna");
        });
    }

    @Test
    void makesOneContactAndOneConversationOfFiftyFirstMessagesAtOnce() {
        String chat = chat();
        List<String> ids =
                IntStream.range(0, 50).mapToObj(i -> TestEvents.unique()).toList();
        ids.parallelStream().forEach(id -> router.client().accept(TestEvents.message(RAVENNA, chat, id)));
        eventually().until(() -> shown(chat).size() >= 50);
        awaitQuiet();
        assertThat(contacts(chat)).hasSize(1);
        assertThat(conversations(chat)).hasSize(1);
        assertThat(shown(chat))
                .extracting(ChatwootMessage::sourceId)
                .doesNotHaveDuplicates()
                .hasSize(50);
    }

    @Test
    void takesTheContactThatSomebodyElseMakesMeanwhile() {
        String chat = chat();
        chatwoot.raceOnCreate(1);
        whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "Oi");
        awaitShown(chat, "Oi");
        assertThat(contacts(chat)).hasSize(1);
    }

    @Test
    void takesTheContactThatHasTheNumberWithoutItsNinthDigit() {
        String chat = chat();
        String old = phone(chat).replaceFirst("(?<=\\+5511)9", "");
        long contact = chatwoot.agentAddsContact("Ana da agenda", old);
        whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "Oi");
        eventually().until(() -> chatwoot.conversations().stream().anyMatch(one -> one.contactId() == contact));
        assertThat(chatwoot.contacts())
                .filteredOn(one -> phone(chat).equals(one.phone()))
                .isEmpty();
    }

    @Test
    void mergesTheTwoContactsOfABrazilianNumberWhereThatIsWanted() {
        String chat = chat();
        String old = phone(chat).replaceFirst("(?<=\\+5511)9", "");
        chatwoot.agentAddsContact("Ana antiga", old);
        long base = chatwoot.agentAddsContact("Ana nova", phone(chat));
        whatsapp.customerWrites(VENDAS, chat, "Ana Souza", "Oi");
        eventually().until(() -> chatwoot.conversations().stream().anyMatch(one -> one.contactId() == base));
        assertThat(chatwoot.contacts())
                .filteredOn(one -> old.equals(one.phone()))
                .isEmpty();
    }

    @Test
    void showsRepliesOnWhatTheyAnswer() {
        String chat = chat();
        String first = whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "Amanhã às 10?");
        ChatwootMessage quoted = awaitShown(chat, "Amanhã às 10?");
        whatsapp.customerReplies(RAVENNA, chat, "Ana Souza", "Pode ser", first);
        assertThat(awaitShown(chat, "Pode ser").inReplyTo()).isEqualTo(quoted.id());
    }

    @Test
    void showsReactionsAndTakesThemBack() {
        String chat = chat();
        String first = whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "Chegou!");
        ChatwootMessage target = awaitShown(chat, "Chegou!");
        whatsapp.customerReacts(RAVENNA, chat, "Ana Souza", first, "👍");
        assertThat(awaitShown(chat, "👍").inReplyTo()).isEqualTo(target.id());
        whatsapp.customerReacts(RAVENNA, chat, "Ana Souza", first, "❤️");
        awaitShown(chat, "❤️");
        whatsapp.customerReacts(RAVENNA, chat, "Ana Souza", first, "");
        eventually()
                .until(() ->
                        shown(chat).stream().filter(ChatwootMessage::deleted).count() == 2);
        assertThat(shown(chat)).hasSize(3);
    }

    @Test
    void showsEditsAndDeletions() {
        String chat = chat();
        String id = whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "Sao 3");
        ChatwootMessage first = awaitShown(chat, "Sao 3");
        whatsapp.customerEdits(RAVENNA, id, "São 4");
        ChatwootMessage edit =
                awaitShown(chat, message -> String.valueOf(message.content()).contains("São 4"));
        assertThat(edit.content()).startsWith("Edited message:");
        assertThat(edit.inReplyTo()).isEqualTo(first.id());
        whatsapp.customerDeletes(RAVENNA, id);
        eventually().until(() -> message(first.id()).deleted());
        awaitQuiet();
        assertThat(shown(chat)).hasSize(2);
    }

    @Test
    void leavesDeletedMessagesWhereThatIsWanted() {
        String chat = chat();
        String id = whatsapp.customerWrites(VENDAS, chat, "Ana Souza", "Fica aqui");
        awaitShown(chat, "Fica aqui");
        whatsapp.customerDeletes(VENDAS, id);
        awaitQuiet();
        assertThat(shown(chat)).noneMatch(ChatwootMessage::deleted);
    }

    @Test
    void showsFilesThatEvolutionHasToBeAskedFor() {
        String chat = chat();
        Media photo = Media.of("foto.jpg", "image/jpeg", "a picture".getBytes(StandardCharsets.UTF_8));
        whatsapp.customerSends(
                RAVENNA, chat, Map.of("imageMessage", Map.of("caption", "comprovante")), "imageMessage", photo);
        ChatwootMessage shown = awaitShown(chat, "comprovante");
        assertThat(shown.attachments()).singleElement().satisfies(file -> {
            assertThat(file.sha256()).isEqualTo(photo.sha256());
            assertThat(file.mimetype()).isEqualTo("image/jpeg");
            assertThat(file.name()).endsWith(".jpg");
        });
    }

    @Test
    void showsFilesThatTheWebhookCarries() {
        String chat = chat();
        Media contract = Media.of("contrato.pdf", "application/pdf", "%PDF-1.7".getBytes(StandardCharsets.UTF_8));
        whatsapp.base64InWebhook(true);
        try {
            whatsapp.customerSends(
                    RAVENNA,
                    chat,
                    Map.of("documentMessage", Map.of("fileName", "contrato.pdf", "title", "contrato.pdf")),
                    "documentMessage",
                    contract);
            ChatwootMessage shown =
                    awaitShown(chat, message -> !message.attachments().isEmpty());
            assertThat(shown.attachments().getFirst().name()).isEqualTo("contrato.pdf");
            assertThat(shown.attachments().getFirst().sha256()).isEqualTo(contract.sha256());
        } finally {
            whatsapp.base64InWebhook(false);
        }
    }

    @Test
    void saysInAGroupWhoWrites() {
        String group = "120363" + TestEvents.chat().replaceAll("\\D", "").substring(2) + "@g.us";
        router.instance(RAVENNA).group(group, "Time");
        whatsapp.groupMemberWrites(RAVENNA, new Member(group, "5511988887777@s.whatsapp.net", "Ana Souza"), "Bom dia");
        ChatwootMessage shown =
                awaitShown(group, message -> String.valueOf(message.content()).endsWith("Bom dia"));
        assertThat(shown.content()).isEqualTo("**+55 11 98888-7777 - Ana Souza:**\n\nBom dia");
        assertThat(contacts(group)).singleElement().satisfies(contact -> {
            assertThat(contact.name()).isEqualTo("Time (GROUP)");
            assertThat(contact.phone()).isNull();
        });
    }

    @Test
    void leavesIgnoredChatsAlone() {
        String group = "120363" + TestEvents.chat().replaceAll("\\D", "").substring(2) + "@g.us";
        router.instance(VENDAS).group(group, "Time");
        whatsapp.groupMemberWrites(VENDAS, new Member(group, "5511988887777@s.whatsapp.net", "Ana"), "Bom dia");
        String chat = chat();
        whatsapp.customerWrites(VENDAS, chat, "Ana Souza", "Depois");
        awaitShown(chat, "Depois");
        assertThat(contacts(group)).isEmpty();
    }

    @Test
    void mirrorsWhatIsTypedOnThePhoneAndSendsItNoSecondTime() {
        String chat = chat();
        begun(RAVENNA, chat);
        String id = whatsapp.phoneWrites(RAVENNA, chat, "Já te ligo");
        ChatwootMessage mirrored = awaitShown(chat, "Já te ligo");
        assertThat(mirrored.type()).isEqualTo("outgoing");
        awaitQuiet();
        assertThat(sent(chat)).isEmpty();
        whatsapp.receipt(RAVENNA, id, "READ");
        awaitStatus(mirrored.id(), "read");
        whatsapp.receipt(RAVENNA, id, "DELIVERY_ACK");
        awaitQuiet();
        assertThat(message(mirrored.id()).status()).isEqualTo("read");
    }

    @Test
    void showsPlacesCardsAndPollsAsTextThatCanBeRead() {
        String chat = chat();
        whatsapp.customerSends(
                RAVENNA,
                chat,
                Map.of(
                        "locationMessage",
                        Map.of("degreesLatitude", -23.56168, "degreesLongitude", -46.65598, "name", "MASP")),
                "locationMessage",
                null);
        whatsapp.customerSends(
                RAVENNA,
                chat,
                Map.of(
                        "contactMessage",
                        Map.of(
                                "displayName",
                                "João",
                                "vcard",
                                "BEGIN:VCARD\nVERSION:3.0\nFN:João\nTEL;waid=5511977770000:+55 11 97777-0000\nEND:VCARD")),
                "contactMessage",
                null);
        whatsapp.customerSends(
                RAVENNA,
                chat,
                Map.of(
                        "pollCreationMessageV3",
                        Map.of("name", "Almoço?", "options", List.of(Map.of("optionName", "Pizza")))),
                "pollCreationMessageV3",
                null);
        awaitShown(chat, message -> String.valueOf(message.content()).contains("Pizza"));
        assertThat(texts(chat)).hasSize(3);
        assertThat(texts(chat).getFirst()).contains("MASP", "-23.56168", "-46.65598");
        assertThat(texts(chat).get(1)).contains("João", "97777-0000");
        assertThat(texts(chat).get(2)).contains("Almoço?");
    }

    @Test
    void opensAnotherConversationOncePreviousIsResolvedWhereThatIsWanted() {
        String chat = chat();
        long first = begun(VENDAS, chat);
        assertThat(conversations(chat).getFirst().status()).isEqualTo("pending");
        chatwoot.agentResolves(first);
        whatsapp.customerWrites(VENDAS, chat, "Ana Souza", "Voltei");
        awaitShown(chat, "Voltei");
        assertThat(conversations(chat)).hasSize(2);
    }

    @Test
    void reopensTheConversationByDefault() {
        String chat = chat();
        long first = begun(RAVENNA, chat);
        chatwoot.agentResolves(first);
        whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "Voltei");
        awaitShown(chat, "Voltei");
        assertThat(conversations(chat))
                .singleElement()
                .satisfies(one -> assertThat(one.status()).isEqualTo("open"));
    }

    @Test
    void keepsOneConversationOfAPersonWhoseNumberShowsLater() {
        String chat = chat();
        String lid = "1038" + TestEvents.chat().replaceAll("\\D", "").substring(2) + "@lid";
        router.client().accept(TestEvents.message(RAVENNA, lid, TestEvents.unique()));
        eventually().until(() -> shown(lid).size() == 1);
        router.client()
                .accept(TestEvents.message(RAVENNA, lid, TestEvents.unique())
                        .replace("\"fromMe\": false", "\"remoteJidAlt\": \"" + chat + "\", \"fromMe\": false"));
        eventually().until(() -> shown(chat).size() == 2);
        assertThat(conversations(chat)).hasSize(1);
        assertThat(contacts(lid)).isEmpty();
        assertThat(contacts(chat))
                .singleElement()
                .satisfies(one -> assertThat(one.phone()).isEqualTo(phone(chat)));
    }

    @Test
    void looksWhetherItIsThereBeforeItRepeatsAPost() {
        String chat = chat();
        begun(RAVENNA, chat);
        chatwoot.faults((method, path, ordinal) -> method.equals("POST") && path.endsWith("/messages")
                ? dev.carteiro.fake.Fault.LOSE_ANSWER
                : dev.carteiro.fake.Fault.NONE);
        try {
            whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "Só uma vez");
            eventually().until(() -> texts(chat).contains("Só uma vez"));
        } finally {
            chatwoot.faults(dev.carteiro.fake.FaultPlan.none());
        }
        whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "E depois");
        awaitShown(chat, "E depois");
        assertThat(texts(chat)).containsExactly("Oi", "Só uma vez", "E depois");
    }

    @Test
    void showsTheQrCodeAndTakesCommandsInTheInstancesOwnConversation() {
        String inbox = "WhatsApp Ravenna";
        try {
            whatsapp.qr(RAVENNA, "2@a-code-to-scan");
            eventually()
                    .until(() -> told(inbox).stream()
                            .anyMatch(message -> !message.attachments().isEmpty()));
            assertThat(told(inbox))
                    .filteredOn(message -> !message.attachments().isEmpty())
                    .singleElement()
                    .satisfies(code -> {
                        assertThat(code.attachments().getFirst().mimetype()).isEqualTo("image/png");
                        assertThat(code.content()).contains("Scan");
                    });
            chatwoot.agentWrites(instanceConversations(inbox).getFirst().id(), "status");
            awaitTold(inbox, "⚠️ Instance Ravenna: connecting");
        } finally {
            whatsapp.connection(RAVENNA, "open");
        }
        awaitTold(inbox, "🚀 WhatsApp is connected.");
        awaitQuiet();
        assertThat(whatsapp.sent()).noneMatch(one -> "status".equals(one.text()));
    }

    @Test
    void showsThatTheCustomerTypes() {
        String chat = chat();
        long conversation = begun(RAVENNA, chat);
        chatwoot.agentTypes(conversation, true);
        eventually()
                .until(() ->
                        whatsapp.presences().stream().anyMatch(one -> one.chat().equals(chat)));
        eventually().until(() -> whatsapp.types(RAVENNA, chat));
        eventually()
                .until(() -> chatwoot.calls().stream()
                        .anyMatch(call -> call.path().contains("/conversations/" + conversation + "/toggle_typing")
                                && call.path().startsWith("/public/")));
    }

    /** Four of them at once: more than the router's whole memory could hold. */
    @Test
    void deliversLargeFilesFromMemoryThatStaysSmall() {
        List<String> chats = Stream.generate(BridgeTests::chat).limit(4).toList();
        chats.forEach(chat -> begun(RAVENNA, chat));
        Media video = WhatsAppServer.generatesMedia("ferias.mp4", 60L << 20, 7);
        chats.forEach(chat -> whatsapp.customerSends(
                RAVENNA,
                chat,
                Map.of("videoMessage", Map.of("caption", "férias", "seconds", 300)),
                "videoMessage",
                video));
        for (String chat : chats) {
            ChatwootMessage shown = awaitShown(chat, "férias");
            assertThat(shown.attachments().getFirst().sha256()).isEqualTo(video.sha256());
        }
        assertSmall("to Chatwoot");
    }
}
