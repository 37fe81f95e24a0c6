import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;

/**
 * Asks the router's PostgreSQL: a statement on each line of its input, the first row that it gives on each line of the output,
 * parted by tabs. It connects for each anew, so that PostgreSQL is as it was before. Arguments: the URL, the user.
 */
final class Sql {

    private Sql() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(answer(arguments[0], arguments[1], line));
        }
    }

    private static String answer(String url, String user, String sql) {
        try (Connection connection = DriverManager.getConnection(url, user, System.getenv("PGPASSWORD"));
                Statement statement = connection.createStatement()) {
            return statement.execute(sql) ? row(statement) : Integer.toString(statement.getUpdateCount());
        } catch (SQLException failure) {
            return "error\t" + failure.getMessage().replaceAll("\\s+", " ");
        }
    }

    private static String row(Statement statement) throws SQLException {
        StringJoiner row = new StringJoiner("\t");
        try (ResultSet rows = statement.getResultSet()) {
            if (rows.next()) {
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(String.valueOf(rows.getString(column)));
                }
            }
        }
        return row.toString();
    }
}
