package io.divan.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.process.DatabaseProcess;
import io.divan.process.ServerProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs from the tables of XXL-JOB's admin; 2.3, 2.4, 2.5 and 3.x have the same columns for what is
 * read, those before 2.3 a cron in place of a schedule.
 */
@Timeout(240)
class XxlJobDatabaseTest {
  private static final String GROUPS =
      "create table xxl_job_group (id int primary key auto_increment, app_name varchar(64) not null,"
          + " title varchar(12) not null, address_type tinyint not null default 0, address_list"
          + " text)";
  private static final String COMMON =
      "id int primary key, job_group int not null, job_desc varchar(255) not null, author"
          + " varchar(64), executor_route_strategy varchar(50), executor_handler varchar(255),"
          + " executor_param varchar(512), executor_block_strategy varchar(50), executor_timeout int"
          + " not null default 0, executor_fail_retry_count int not null default 0, glue_type"
          + " varchar(50) not null default 'BEAN', glue_source mediumtext, child_jobid varchar(255),"
          + " trigger_status tinyint not null default 0, ";
  private static final String NOW =
      "create table xxl_job_info ("
          + COMMON
          + "schedule_type varchar(50) not null default 'NONE', schedule_conf varchar(128),"
          + " misfire_strategy varchar(50) not null default 'DO_NOTHING')";
  private static final String BEFORE =
      "create table xxl_job_info (" + COMMON + "job_cron varchar(128) not null)";

  private static void execute(DatabaseProcess database, String name, List<String> statements)
      throws SQLException {
    String url = "jdbc:mariadb://127.0.0.1:" + database.port() + "/" + name;
    try (Connection connection =
            DriverManager.getConnection(url + "?createDatabaseIfNotExist=true", "root", "");
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static String bring(ServerProcess server, DatabaseProcess database, String name) {
    return server.divan(
        "job",
        "import",
        "--xxl-mysql",
        "127.0.0.1:" + database.port() + "/" + name,
        "--zone",
        "Asia/Shanghai");
  }

  @Test
  void jobsAreTakenAndWhatCannotBeIsNamed(@TempDir Path folder) throws SQLException {
    try (DatabaseProcess database =
            DatabaseProcess.start(DatabaseProcess.Kind.MARIADB, folder.resolve("database"));
        ServerProcess server = ServerProcess.start(folder.resolve("server"), Map.of())) {
      execute(
          database,
          "xxl_job",
          List.of(
              GROUPS,
              NOW,
              "insert into xxl_job_group (id, app_name, title) values (7, 'reports', 'Reports')",
              row(11, 7, "'parent', 'CRON', '0 30 2 * * ?', 'FIRE_ONCE_NOW', '12,99', 'BEAN', 1"),
              row(12, 7, "'child', 'NONE', '', 'DO_NOTHING', '', 'BEAN', 0"),
              row(13, 7, "'rate', 'FIX_RATE', '90', 'DO_NOTHING', null, 'BEAN', 1"),
              row(14, 8, "'orphan', 'CRON', '0 0 0 * * ?', 'DO_NOTHING', '', 'BEAN', 1"),
              row(15, 7, "'broken', 'CRON', 'every day', 'DO_NOTHING', '', 'BEAN', 1"),
              row(16, 7, "'script', 'NONE', '', 'DO_NOTHING', '', 'GLUE_SHELL', 0")));
      String said = bring(server, database, "xxl_job");
      assertThat(said)
          .contains("left out: job 14, orphan: its executor group 8 is gone")
          .contains("left out: job 15, broken")
          .contains("left out: job 16, script")
          .contains("job.scripts")
          .contains("had a child 99")
          .contains("3 jobs are added, 3 are not.");

      List<String> jobs = server.divan("job", "export").lines().toList();
      assertThat(jobs).hasSize(3);
      String parent =
          jobs.stream().filter(each -> each.contains("parent")).findFirst().orElseThrow();
      String child =
          jobs.stream().filter(each -> each.contains("child\"")).findFirst().orElseThrow();
      String childId = child.replaceAll(".*\"id\":(\\d+).*", "$1");
      assertThat(parent)
          .contains("\"when\":\"0 30 2 * * ?\"", "\"zone\":\"Asia/Shanghai\"")
          .contains("\"misfire\":\"FIRE_ONCE\"", "\"route\":\"ROUND\"", "\"executor\":\"reports\"")
          .contains("\"block\":\"DISCARD_LATER\"", "\"timeoutSeconds\":30", "\"retries\":2")
          .contains("\"children\":[" + childId + "]", "\"on\":true", "\"parameters\":\"a=1\"");
      assertThat(child).contains("\"form\":\"NEVER\"", "\"on\":false");
      assertThat(jobs).anySatisfy(each -> assertThat(each).contains("FIXED_RATE", "\"90\""));

      execute(
          database,
          "older",
          List.of(
              GROUPS,
              BEFORE,
              "insert into xxl_job_group (id, app_name, title) values (1, 'old', 'Old')",
              "insert into xxl_job_info (id, job_group, job_desc, executor_handler, trigger_status,"
                  + " job_cron) values (1, 1, 'from 2.2', 'h', 1, '0 0 0 * * ? *')"));
      assertThat(bring(server, database, "older")).contains("1 jobs are added.");
    }
  }

  private static String row(int id, int group, String rest) {
    return "insert into xxl_job_info (id, job_group, executor_route_strategy, executor_handler,"
        + " executor_param, executor_block_strategy, executor_timeout, executor_fail_retry_count,"
        + " glue_source, job_desc, schedule_type, schedule_conf, misfire_strategy, child_jobid,"
        + " glue_type, trigger_status) values ("
        + id
        + ", "
        + group
        + ", 'ROUND', 'nightly', 'a=1', 'DISCARD_LATER', 30, 2, 'echo', "
        + rest
        + ")";
  }
}
