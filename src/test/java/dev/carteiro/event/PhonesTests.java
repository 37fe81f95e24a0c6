package dev.carteiro.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhonesTests {

    @Test
    void knowsBrazilianMobilesWithAndWithoutTheNinthDigit() {
        assertThat(Phones.variants("+5511988887777")).containsExactly("+5511988887777", "+551188887777");
        assertThat(Phones.variants("+551188887777")).containsExactly("+551188887777", "+5511988887777");
        assertThat(Phones.variants("551168887777")).containsExactly("+551168887777", "+5511968887777");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+551133334444",
                "+5511933334444",
                "+5510988887777",
                "+5501988887777",
                "+5511888877778",
                "+351912345678",
                "+14155552671",
                "+55119888877770",
                "+55"
            })
    void hasOneWayToWriteAnyOtherNumber(String number) {
        assertThat(Phones.variants(number)).containsExactly(number);
    }

    @ParameterizedTest
    @CsvSource({
        "5511988887777@s.whatsapp.net,5511988887777",
        "5511988887777:12@s.whatsapp.net,5511988887777",
        "5511988887777@c.us,5511988887777",
        "+5511988887777,5511988887777",
        "103899771998284@lid,",
        "120363025555555555@g.us,",
        "status@broadcast,",
        "ana@s.whatsapp.net,",
        "@s.whatsapp.net,"
    })
    void takesTheDigitsOfPeopleOnly(String jid, String digits) {
        assertThat(Phones.digits(jid)).isEqualTo(digits);
    }

    @Test
    void knowsAllAddressesOfAPerson() {
        assertThat(Phones.addresses("+5511988887777"))
                .containsExactly(
                        "5511988887777@s.whatsapp.net",
                        "5511988887777@c.us",
                        "551188887777@s.whatsapp.net",
                        "551188887777@c.us");
        assertThat(Phones.addresses("14155552671")).containsExactly("14155552671@s.whatsapp.net", "14155552671@c.us");
    }

    @Test
    void makesAddresses() {
        assertThat(Phones.jid("+5511988887777")).isEqualTo("5511988887777@s.whatsapp.net");
    }

    @ParameterizedTest
    @CsvSource({
        "+5511988887777,+55 11 98888-7777",
        "+551133334444,+55 11 3333-4444",
        "+14155552671,+1 415 555 2671",
        "+351912345678,+351 912 345 678",
        "+4915112345678,+49 151 123 456 78",
        "+79161234567,+7 916 123 4567",
        "+55,+55",
        "103899771998284@lid,103899771998284@lid"
    })
    void writesNumbersAsPeopleDo(String number, String formatted) {
        assertThat(Phones.format(number)).isEqualTo(formatted);
    }
}
