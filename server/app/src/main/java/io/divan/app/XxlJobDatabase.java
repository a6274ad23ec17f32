package io.divan.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Reads jobs from the MySQL database of an XXL-JOB admin: tables {@code xxl_job_info} and {@code
 * xxl_job_group}, as they are since 2.3 (a schedule's type and text) and before (a cron).
 */
final class XxlJobDatabase {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANY_SCHEME = "jdbc:mysql:";
  private static final Map<String, String> FORMS =
      Map.of(
          "NONE", "NEVER",
          "CRON", "CRON",
          "FIX_RATE", "FIXED_RATE",
          "FIX_DELAY", "FIXED_DELAY");
  private static final Set<String> BLOCKS =
      Set.of("SERIAL_EXECUTION", "DISCARD_LATER", "COVER_EARLY");

  private final String url;
  private final String user;
  private final String password;
  private final String zone;

  /**
   * @param address a JDBC URL, or {@code host:port/database}
   * @param zone in which the admin read crons
   */
  XxlJobDatabase(String address, String user, String password, String zone) {
    String rest =
        address.startsWith(ANY_SCHEME)
            ? address.substring(ANY_SCHEME.length())
            : address.startsWith("jdbc:mariadb:")
                ? address.substring("jdbc:mariadb:".length())
                : "//" + address;
    this.url = "jdbc:mariadb:" + rest;
    this.user = user;
    this.password = password;
    this.zone = zone;
  }

  /**
   * Reads all of them.
   *
   * @param jobs takes each as {@code divan job export} writes it
   * @param leftOut is told which cannot be taken, and why
   */
  void read(Consumer<ObjectNode> jobs, BiConsumer<String, String> leftOut) {
    var login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    try (Connection connection = DriverManager.getConnection(url, login);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select g.app_name, i.* from xxl_job_info i"
                    + " left join xxl_job_group g on g.id = i.job_group order by i.id")) {
      Set<String> columns = columns(rows.getMetaData());
      while (rows.next()) {
        Optional<String> obstacle = obstacle(rows);
        if (obstacle.isEmpty()) {
          jobs.accept(job(rows, columns));
        } else {
          leftOut.accept(
              "job " + rows.getLong("id") + ", " + text(rows, "job_desc"), obstacle.get());
        }
      }
    } catch (SQLException e) {
      throw Failure.caused(
          Kind.EXTERNAL, "job.database", url + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Set<String> columns(ResultSetMetaData table) throws SQLException {
    Set<String> columns = new HashSet<>();
    for (int i = 1; i <= table.getColumnCount(); i++) {
      columns.add(table.getColumnLabel(i).toLowerCase(Locale.ROOT));
    }
    return columns;
  }

  private static Optional<String> obstacle(ResultSet row) throws SQLException {
    if (text(row, "app_name").isEmpty()) {
      return Optional.of("its executor group " + row.getLong("job_group") + " is gone");
    }
    return Optional.empty();
  }

  private ObjectNode job(ResultSet row, Set<String> columns) throws SQLException {
    ObjectNode job = JSON.createObjectNode();
    boolean hasType = columns.contains("schedule_type");
    String type = hasType ? text(row, "schedule_type") : "CRON";
    job.put("id", row.getLong("id"))
        .put("name", usable(text(row, "job_desc"), text(row, "executor_handler")))
        .put("executor", text(row, "app_name"))
        .put("handler", text(row, "executor_handler"))
        .put("form", FORMS.getOrDefault(type, type))
        .put("when", text(row, hasType ? "schedule_conf" : "job_cron"))
        .put("zone", zone)
        .put("parameters", text(row, "executor_param"))
        .put("route", usable(text(row, "executor_route_strategy"), "FIRST"))
        .put("block", block(text(row, "executor_block_strategy")))
        .put("misfire", misfire(row, columns))
        .put("timeoutSeconds", row.getLong("executor_timeout"))
        .put("retries", row.getInt("executor_fail_retry_count"))
        .put("on", row.getInt("trigger_status") == 1);
    String glue = usable(text(row, "glue_type"), "BEAN");
    if (!glue.equals("BEAN")) {
      job.putObject("script").put("language", glue).put("source", text(row, "glue_source"));
    }
    ArrayNode children = job.putArray("children");
    for (String child : List.of(text(row, "child_jobid").split(",", -1))) {
      if (child.strip().matches("\\d{1,18}")) {
        children.add(Long.parseLong(child.strip()));
      }
    }
    return job;
  }

  private static String block(String name) {
    return BLOCKS.contains(name) ? name : "SERIAL_EXECUTION";
  }

  private static String misfire(ResultSet row, Set<String> columns) throws SQLException {
    boolean once =
        columns.contains("misfire_strategy")
            && text(row, "misfire_strategy").equals("FIRE_ONCE_NOW");
    return once ? "FIRE_ONCE" : "SKIP";
  }

  private static String usable(String text, String otherwise) {
    return text.isBlank() ? otherwise : text;
  }

  private static String text(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }
}
