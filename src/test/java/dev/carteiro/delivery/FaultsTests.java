package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FaultsTests {

    private static String reason(Throwable failure) {
        return ((Outcome.Deferred) Faults.outcome(failure, policy())).reason();
    }

    @Test
    void takesTroubleOnTheWayForPassing() {
        assertThat(reason(new ConnectException("Connection refused: crm/10.0.0.1:80")))
                .isEqualTo("Connection refused: crm/10.0.0.1:80");
        assertThat(reason(new IOException())).isEqualTo("IOException");
        assertThat(reason(new TimeoutException("internal words"))).isEqualTo("no answer within 5000 ms");
    }

    @Test
    void keepsTheEventWhenTheSenderItselfIsAtFault() {
        assertThat(reason(new IllegalStateException("a bug"))).isEqualTo("a bug");
        assertThat(reason(new StackOverflowError())).isEqualTo("StackOverflowError");
    }
}
