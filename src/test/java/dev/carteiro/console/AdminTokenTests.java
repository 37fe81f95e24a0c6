package dev.carteiro.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class AdminTokenTests {

    @Test
    void printsTheDashboardsAddressWithATokenThatItHasMade(CapturedOutput output) {
        AdminToken.of(" ").announce(8802);

        assertThat(output.getOut())
                .containsPattern("dashboard=\"http://localhost:8802/#token=[0-9a-f]{48}\"")
                .containsOnlyOnce("event=admin-token-made");
    }

    @Test
    void repeatsNoTokenThatSomebodyHasChosen(CapturedOutput output) {
        AdminToken.of("chosen-by-somebody").announce(8802);

        assertThat(output.getAll()).doesNotContain("chosen-by-somebody").doesNotContain("event=admin-token-made");
    }
}
