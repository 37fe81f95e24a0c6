package dev.carteiro.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SqlTests {

    @Test
    void numbersTheParametersInTheirOrderAndEachNameOnce() {
        Sql sql = Sql.of("SELECT :two, :one WHERE a = :two AND b = ANY (:three2)");

        assertThat(sql.text()).isEqualTo("SELECT $1, $2 WHERE a = $1 AND b = ANY ($3)");
        assertThat(sql.parameters()).isEqualTo(3);
        assertThat(sql.index("two")).isZero();
        assertThat(sql.index("one")).isEqualTo(1);
        assertThat(sql.index("three2")).isEqualTo(2);
    }

    @Test
    void leavesCastsAndTextAlone() {
        assertThat(Sql.of("SELECT a::int, ':b  -- $1 \\', :c::bigint").text())
                .isEqualTo("SELECT a::int, ':b  -- $1 \\', $1::bigint");
    }

    @Test
    void leavesOutCommentsAndIndentation() {
        assertThat(Sql.of("""
                        SELECT 1 -- it's :not a parameter
                          -- nor :this
                        FROM   a
                        """).text()).isEqualTo("SELECT 1 FROM a ");
    }

    @Test
    void knowsNoOtherParameters() {
        Sql sql = Sql.of("SELECT :one");

        assertThatThrownBy(() -> sql.index("One"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("One");
    }
}
