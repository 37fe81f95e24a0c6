package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StoredRecordTests {

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    @Test
    void readsTheTimeInAllItsForms() {
        assertThat(StoredRecord.at(json("{'messageTimestamp':1765378800}"))).isEqualTo(1_765_378_800);
        assertThat(StoredRecord.at(json("{'messageTimestamp':'1765378800'}"))).isEqualTo(1_765_378_800);
        assertThat(StoredRecord.at(json("{'messageTimestamp':{'low':1765378800,'high':0}}")))
                .isEqualTo(1_765_378_800);
        assertThat(StoredRecord.at(json("{'messageTimestamp':null}"))).isZero();
        assertThat(StoredRecord.at(json("{}"))).isZero();
    }

    @Test
    void tellsOneRecordFromTheOther() {
        assertThat(StoredRecord.key(json("{'id':'cm1','key':{'id':'3EB0'}}"))).isEqualTo("cm1");
        assertThat(StoredRecord.key(json("{'key':{'id':'3EB0','fromMe':true}}")))
                .isNotEqualTo(StoredRecord.key(json("{'key':{'id':'3EB0','fromMe':false}}")));
    }

    @Test
    void isWrittenAsAnEventWithoutWhatIsLargeAndNotShown() {
        JsonNode record = json("""
                {'id':'cm1','key':{'id':'3EB0','remoteJid':'5511988887777@s.whatsapp.net'},'messageTimestamp':1765378800,
                 'message':{'base64':'AAAA','imageMessage':{'caption':'Oi','jpegThumbnail':{'0':255}}},
                 'MessageUpdate':[{'status':'READ'}]}""");
        JsonNode event = JsonMapper.shared().readTree(StoredRecord.event("acme", record));

        assertThat(event).isEqualTo(json("""
                {'event':'messages.upsert','instance':'acme','data':{'id':'cm1',
                 'key':{'id':'3EB0','remoteJid':'5511988887777@s.whatsapp.net'},'messageTimestamp':1765378800,
                 'message':{'imageMessage':{'caption':'Oi'}}},'date_time':'2025-12-10T15:00:00Z'}"""));
        assertThat(record.at("/message/base64").asString("")).isEqualTo("AAAA");
    }
}
