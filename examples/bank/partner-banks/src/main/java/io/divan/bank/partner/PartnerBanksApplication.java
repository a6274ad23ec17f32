package io.divan.bank.partner;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The partner banks as a process. */
@SpringBootApplication
public class PartnerBanksApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(PartnerBanksApplication.class, arguments);
  }
}
