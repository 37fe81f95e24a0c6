package dev.carteiro.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTests {

    @Test
    void readsEveryPart() {
        assertThat(DatabaseUrl.parse(" postgresql://ana:s3cret@db.example:6432/carteiro?sslmode=require "))
                .isEqualTo(new DatabaseUrl("db.example", 6432, "carteiro", "ana", "s3cret", "sslmode=require"));
    }

    @Test
    void takesTheUsualPortAndAnEmptyPasswordWhereNoneIsNamed() {
        assertThat(DatabaseUrl.parse("postgres://ana@db/carteiro"))
                .isEqualTo(new DatabaseUrl("db", 5432, "carteiro", "ana", "", ""));
    }

    @Test
    void decodesWhatIsEscaped() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://a%40b:p%3Aw%2F+%25@db/c%20d");
        assertThat(url.user()).isEqualTo("a@b");
        assertThat(url.password()).isEqualTo("p:w/+%");
        assertThat(url.database()).isEqualTo("c d");
    }

    @Test
    void keepsColonsInThePassword() {
        assertThat(DatabaseUrl.parse("postgresql://ana:a:b@db/c").password()).isEqualTo("a:b");
    }

    @Test
    void prefersEncryptionUnlessToldOtherwise() {
        assertThat(DatabaseUrl.parse("postgresql://a:b@db/c").sslMode()).isEqualTo("prefer");
        assertThat(DatabaseUrl.parse("postgresql://a:b@db/c?x=y&sslmode=verify-full")
                        .sslMode())
                .isEqualTo("verify-full");
    }

    @Test
    void isShownWithoutItsPassword() {
        assertThat(DatabaseUrl.parse("postgresql://ana:s3cret@db/c")).hasToString("postgresql://ana@db:5432/c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "db:5432/s3cret",
                "jdbc:postgresql://ana:s3cret@db/c",
                "mysql://ana:s3cret@db/c",
                "http://ana:s3cret@db/c",
                "postgresql://ana:s3cret@db",
                "postgresql://ana:s3cret@db/",
                "postgresql://db/s3cret",
                "postgresql://ana:s3cret@/c",
                "postgresql://ana:s3cret#x@db/c",
                "postgresql://ana:s3cret@db:port/c",
                "postgresql://ana:s3cret %@db/c",
                "postgresql:ana:s3cret@db/c",
                "postgresql://ana:s3cret@my_db/c"
            })
    void saysWhatItShouldLookLikeAndNeverWhatItIs(String url) {
        assertThatExceptionOfType(InvalidDatabaseUrlException.class)
                .isThrownBy(() -> DatabaseUrl.parse(url))
                .withMessageContaining("CARTEIRO_DATABASE_URL cannot be used")
                .withMessageContaining("postgresql://user:password@host:5432/database")
                .satisfies(problem -> assertThat(problem).hasNoCause())
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain("s3cret"));
    }
}
