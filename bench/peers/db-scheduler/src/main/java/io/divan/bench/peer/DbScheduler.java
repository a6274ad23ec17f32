package io.divan.bench.peer;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import io.divan.bench.load.Arrivals;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * db-scheduler with one-time tasks that note when they are run, with the orders of the executors
 * beside it. What is steady is scheduled ahead, each at its own time.
 */
public final class DbScheduler {
  private static final TaskDescriptor<String> TASK = TaskDescriptor.of("bench", String.class);
  private static final int CONNECTIONS = 50;
  private static final int THREADS = 40;

  private final Scheduler scheduler;
  private long next;
  private volatile Arrivals awaited = new Arrivals(0, 0, 0);
  private long from;
  private int perSecond;

  private DbScheduler(HikariDataSource database) {
    OneTimeTask<String> task =
        Tasks.oneTime(TASK)
            .execute((instance, context) -> awaited.arrived(Long.parseLong(instance.getData())));
    this.scheduler =
        Scheduler.create(database, task)
            .threads(THREADS)
            .pollingInterval(Duration.ofMillis(100))
            .build();
    scheduler.start();
  }

  /** Starts it; the argument is the database's port. */
  public static void main(String[] args) throws Exception {
    var database = new HikariDataSource();
    database.setJdbcUrl("jdbc:mariadb://127.0.0.1:" + args[0] + "/?user=root");
    database.setMaximumPoolSize(2);
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database bench");
    }
    database.close();
    var tables = new HikariDataSource();
    tables.setJdbcUrl(
        "jdbc:mariadb://127.0.0.1:"
            + args[0]
            + "/bench?user=root&rewriteBatchedStatements=true&useBulkStmts=true");
    tables.setMaximumPoolSize(CONNECTIONS);
    createTable(tables);
    var scheduler = new DbScheduler(tables);
    System.out.println("ready");
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(scheduler.answer(line.split(" ", -1)));
    }
    System.exit(0);
  }

  /** The columns that db-scheduler's documentation names. */
  private static void createTable(HikariDataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table scheduled_tasks (task_name varchar(100) not null, task_instance varchar(100)"
              + " not null, task_data blob, execution_time timestamp(6) not null, picked boolean not"
              + " null, picked_by varchar(50), last_success timestamp(6) null, last_failure"
              + " timestamp(6) null, consecutive_failures int, last_heartbeat timestamp(6) null,"
              + " version bigint not null, priority smallint, primary key (task_name,"
              + " task_instance), index execution_time_idx (execution_time), index"
              + " last_heartbeat_idx (last_heartbeat))");
    }
  }

  private String answer(String[] words) throws InterruptedException {
    return switch (words[0] + (words.length == 3 ? " " + words[1] : "")) {
      case "prepare burst" -> prepareBurst(Integer.parseInt(words[2]));
      case "prepare steady" -> prepareSteady(Integer.parseInt(words[2]));
      case "run" -> run(Long.parseLong(words[1]));
      default -> "not understood";
    };
  }

  private String prepareBurst(int number) throws InterruptedException {
    long due = (System.currentTimeMillis() / 1_000 + 3 + number / 1_000) * 1_000;
    awaited = new Arrivals(due, due + 1, number);
    schedule(IntStream.range(0, number).mapToLong(i -> due).toArray());
    if (System.currentTimeMillis() > due) {
      return "scheduling them took too long";
    }
    while (System.currentTimeMillis() < due - 100) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return "prepared";
  }

  private String prepareSteady(int number) {
    perSecond = number;
    return "prepared";
  }

  private String run(long millis) throws InterruptedException {
    if (perSecond == 0) {
      return awaited.await(120_000);
    }
    long seconds = Math.max(1, millis / 1_000);
    from = System.currentTimeMillis() + 2_000 + seconds * 1_000;
    int number = (int) seconds * perSecond;
    awaited = new Arrivals(from, from + seconds * 1_000, number);
    schedule(IntStream.range(0, number).mapToLong(i -> from + i * 1_000L / perSecond).toArray());
    perSecond = 0;
    return awaited.await(from - System.currentTimeMillis() + seconds * 1_000 + 5_000);
  }

  private void schedule(long[] dues) {
    for (int start = 0; start < dues.length; start += 1_000) {
      List<SchedulableInstance<?>> some = new ArrayList<>();
      for (int i = start; i < Math.min(dues.length, start + 1_000); i++) {
        some.add(
            TASK.instance(Long.toString(next++))
                .data(Long.toString(dues[i]))
                .scheduledTo(Instant.ofEpochMilli(dues[i])));
      }
      scheduler.scheduleBatch(some);
    }
  }
}
