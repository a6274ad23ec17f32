package io.divan.bank.home;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The home bank as a process. */
@SpringBootApplication
public class HomeBankApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(HomeBankApplication.class, arguments);
  }
}
