package dev.carteiro.fake;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;

/** The customer of these tests. */
final class Ana {

    private Ana() {}

    /** Made as a contact of the inbox with that number, with all her addresses. */
    @CanIgnoreReturnValue
    static Caller.Reply in(Caller admin, long inbox) throws IOException {
        return admin.post(
                "/api/v1/accounts/1/contacts",
                "inbox_id",
                inbox,
                "source_id",
                "5511988887777",
                "name",
                "Ana",
                "phone_number",
                "+5511988887777",
                "identifier",
                "5511988887777@s.whatsapp.net");
    }
}
