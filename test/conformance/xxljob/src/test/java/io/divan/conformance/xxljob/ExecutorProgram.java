package io.divan.conformance.xxljob;

import com.xxl.job.core.context.XxlJobHelper;
import com.xxl.job.core.executor.impl.XxlJobSimpleExecutor;
import com.xxl.job.core.handler.annotation.XxlJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** An application with handlers, as its developer would write it. */
public final class ExecutorProgram {
  private final Path runs;

  private ExecutorProgram(Path runs) {
    this.runs = runs;
  }

  /**
   * Runs until it is killed.
   *
   * @param arguments the admin's address, the access token, the name to register, a port, a folder
   */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[4]);
    var executor = new XxlJobSimpleExecutor();
    executor.setAdminAddresses(arguments[0]);
    executor.setAccessToken(arguments[1]);
    executor.setAppname(arguments[2]);
    executor.setIp("127.0.0.1");
    executor.setPort(Integer.parseInt(arguments[3]));
    executor.setLogPath(folder.resolve("logs").toString());
    executor.setLogRetentionDays(3);
    executor.setXxlJobBeanList(List.of(new ExecutorProgram(folder.resolve("runs.txt"))));
    executor.start();
    new CountDownLatch(1).await();
  }

  private void record(String handler) throws IOException {
    String line =
        handler
            + " "
            + XxlJobHelper.getJobParam()
            + " "
            + XxlJobHelper.getShardIndex()
            + "/"
            + XxlJobHelper.getShardTotal()
            + "\n";
    Files.writeString(runs, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Says what it was given. */
  @XxlJob("echo")
  public void echo() throws IOException {
    record("echo");
    XxlJobHelper.log("was given {}", XxlJobHelper.getJobParam());
    XxlJobHelper.handleSuccess("done with " + XxlJobHelper.getJobParam());
  }

  /** Never succeeds. */
  @XxlJob("fail")
  public void fail() throws IOException {
    record("fail");
    XxlJobHelper.handleFail("cannot " + XxlJobHelper.getJobParam());
  }

  /** Takes as many milliseconds as its parameter says. */
  @XxlJob("sleep")
  public void sleep() throws IOException, InterruptedException {
    record("sleep");
    Thread.sleep(Long.parseLong(XxlJobHelper.getJobParam()));
    record("slept");
  }

  /** Writes as many lines as its parameter says. */
  @XxlJob("lines")
  public void lines() {
    int lines = Integer.parseInt(XxlJobHelper.getJobParam());
    for (int line = 1; line <= lines; line++) {
      XxlJobHelper.log("line {}", line);
    }
  }
}
