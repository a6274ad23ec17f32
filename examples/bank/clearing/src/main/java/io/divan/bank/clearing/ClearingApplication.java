package io.divan.bank.clearing;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Clearing as a process. */
@SpringBootApplication
public class ClearingApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(ClearingApplication.class, arguments);
  }
}
