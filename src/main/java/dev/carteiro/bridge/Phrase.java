package dev.carteiro.bridge;

/** Everything that the bridge says in its own words, in English and in Brazilian Portuguese; {@code %s} is filled in. */
enum Phrase {
    EDITED("Edited message", "Mensagem editada"),
    LOCATION("Location", "Localização"),
    LIVE_LOCATION("Live location", "Localização em tempo real"),
    CONTACT("Contact", "Contato"),
    NAME("Name", "Nome"),
    NUMBER("Number", "Número"),
    POLL("Poll", "Enquete"),
    VOTE("Vote", "Voto"),
    VOTE_WITHDRAWN("Vote withdrawn", "Voto retirado"),
    ORDER("Order", "Pedido"),
    ITEMS("Items", "Itens"),
    TOTAL("Total", "Total"),
    LIST("List", "Lista"),
    ALBUM("Album", "Álbum"),
    IMAGES("images: %s", "imagens: %s"),
    VIDEOS("videos: %s", "vídeos: %s"),
    AD("Ad", "Anúncio"),
    REACTION_REMOVED("Reaction removed", "Reação removida"),
    UNSUPPORTED(
            "This message cannot be shown here. Open it on the phone.",
            "Esta mensagem não pode ser exibida aqui. Abra-a no celular."),
    GROUP("%s (GROUP)", "%s (GRUPO)"),
    NOT_ON_WHATSAPP(
            "🚨 The message was not sent: this number is not on WhatsApp.",
            "🚨 A mensagem não foi enviada: este número não está no WhatsApp."),
    NOT_SENT("🚨 The message could not be sent: %s", "🚨 A mensagem não pôde ser enviada: %s"),
    NOT_SENT_YET("Not sent yet, but it will be tried again: %s", "Ainda não enviada, mas haverá nova tentativa: %s"),
    NOT_ACCEPTED("WhatsApp did not accept the message.", "O WhatsApp não aceitou a mensagem."),
    FILE_MISSING(
            "⚠️ The file of this message could not be fetched. Open it on the phone.",
            "⚠️ Não foi possível obter o arquivo desta mensagem. Abra-o no celular."),
    COMMANDS(
            "I understand: init (or init:NUMBER for a code to be typed), status, restart, disconnect.",
            "Eu entendo: iniciar (ou iniciar:NÚMERO para um código a digitar), status, reiniciar, desconectar."),
    SCAN("Scan this QR code within %s seconds.", "Leia este QR code em até %s segundos."),
    PAIRING_CODE("Pairing code", "Código de pareamento"),
    QR_LIMIT(
            "🚨 The QR code was not scanned in time. Send init to get another one.",
            "🚨 O QR code não foi lido a tempo. Envie init para receber outro."),
    CONNECTED("🚀 WhatsApp is connected.", "🚀 O WhatsApp está conectado."),
    ALREADY_CONNECTED("WhatsApp is already connected.", "O WhatsApp já está conectado."),
    INSTANCE_STATUS("⚠️ Instance %s: %s", "⚠️ Instância %s: %s"),
    IMPORT_STARTED("Importing the history…", "Importando o histórico…"),
    IMPORT_PROGRESS("Importing the history: %s%%", "Importando o histórico: %s%%"),
    IMPORT_DONE(
            "The history was imported: %s contacts, %s messages.",
            "O histórico foi importado: %s contatos, %s mensagens.");

    private final String english;
    private final String portuguese;

    Phrase(String english, String portuguese) {
        this.english = english;
        this.portuguese = portuguese;
    }

    String english() {
        return english;
    }

    String portuguese() {
        return portuguese;
    }
}
