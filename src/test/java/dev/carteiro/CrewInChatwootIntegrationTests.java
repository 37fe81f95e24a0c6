package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.fake.ChatwootMessage;
import dev.carteiro.fake.CrewReply;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** From WhatsApp into Chatwoot, from there to a crew, and its answer back the whole way. */
class CrewInChatwootIntegrationTests extends BridgeTests {

    CrewInChatwootIntegrationTests(BridgedRouter router) {
        super(router);
    }

    private long conversation(String chat) {
        return conversations(chat).getFirst().id();
    }

    @Test
    void answersTheCustomerInTheBotsName() {
        String chat = chat();
        CountDownLatch over = new CountDownLatch(1);
        router.crew()
                .answers(body -> CrewReply.json("{\"reply\":\"**Sai hoje**\"}").after(over));
        begun(RAVENNA, chat);
        whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "robot, onde está meu pedido?");
        eventually()
                .until(() -> whatsapp.presences().stream()
                        .anyMatch(
                                one -> one.chat().equals(chat) && one.presence().equals("composing")));
        eventually()
                .until(() -> chatwoot.calls().stream()
                        .anyMatch(call -> call.path()
                                .endsWith("/conversations/" + conversation(chat) + "/toggle_typing_status")));
        over.countDown();
        ChatwootMessage answer = awaitShown(chat, "**Sai hoje**");
        assertThat(answer.type()).isEqualTo("outgoing");
        assertThat(answer.sender()).as("who wrote it").isEqualTo("Robô");
        awaitSent(chat, "*Sai hoje*");
        awaitQuiet();
        assertThat(sent(chat)).hasSize(1);
        assertThat(texts(chat)).containsExactly("Oi", "robot, onde está meu pedido?", "**Sai hoje**");
    }

    @Test
    void yieldsToAnAgentWhoAnswersFirst() {
        String chat = chat();
        CountDownLatch over = new CountDownLatch(1);
        router.crew()
                .answers(body -> CrewReply.json("{\"reply\":\"tarde demais\"}").after(over));
        begun(RAVENNA, chat);
        int before = router.crew().asked().size();
        whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "robot, quero falar com alguém");
        eventually().until(() -> router.crew().asked().size() > before);
        chatwoot.agentWrites(conversation(chat), "Olá, aqui é a Bia");
        awaitSent(chat, "Olá, aqui é a Bia");
        over.countDown();
        awaitQuiet();
        whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "robot?");
        awaitShown(chat, "robot?");
        awaitQuiet();
        assertThat(texts(chat)).doesNotContain("tarde demais");
        assertThat(router.crew().asked()).as("not asked once more").hasSize(before + 1);
    }

    @Test
    void handsOver() {
        String chat = chat();
        router.crew()
                .answers(body -> CrewReply.json("{\"handoff\":true,\"reply\":\"Um momento\",\"labels\":[\"troca\"]}"));
        begun(RAVENNA, chat);
        whatsapp.customerWrites(RAVENNA, chat, "Ana Souza", "robot, uma pessoa por favor");
        awaitSent(chat, "Um momento");
        eventually().until(() -> conversations(chat).getFirst().labels().contains("troca"));
        assertThat(conversations(chat).getFirst().status()).isEqualTo("open");
    }
}
