package io.divan.boot.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.boot.DivanReference;
import io.divan.boot.DivanService;
import io.divan.testkit.EmbeddedDivan;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.apache.seata.rm.tcc.api.LocalTCC;
import org.apache.seata.rm.tcc.api.TwoPhaseBusinessAction;
import org.apache.seata.spring.annotation.GlobalTransactional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** One application begins a transaction, another takes part in it. */
class TransactionsTest {
  private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();

  @TempDir Path folder;
  private EmbeddedDivan divan;
  private ConfigurableApplicationContext shop;
  private ConfigurableApplicationContext agency;

  /** What the shop orders of the agency. */
  public interface Desk {
    void reserve(String guest);
  }

  /** A participant with try, confirm and cancel. */
  @LocalTCC
  public interface Seats {
    @TwoPhaseBusinessAction(name = "seats", commitMethod = "confirm", rollbackMethod = "cancel")
    boolean hold(@Nullable BusinessActionContext context, String guest);

    boolean confirm(BusinessActionContext context);

    boolean cancel(BusinessActionContext context);
  }

  static class NumberedSeats implements Seats {
    @Override
    public boolean hold(@Nullable BusinessActionContext context, String guest) {
      SEEN.add("hold " + guest + " " + RootContext.getXID());
      return true;
    }

    @Override
    public boolean confirm(BusinessActionContext context) {
      return SEEN.add("confirm " + context.getXid());
    }

    @Override
    public boolean cancel(BusinessActionContext context) {
      return SEEN.add("cancel " + context.getXid());
    }
  }

  @DivanService(interfaceType = Desk.class)
  static class FrontDesk implements Desk {
    private final Seats seats;

    FrontDesk(Seats seats) {
      this.seats = seats;
    }

    @Override
    public void reserve(String guest) {
      boolean _ = seats.hold(null, guest);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({FrontDesk.class, NumberedSeats.class})
  static class Agency {}

  static class Orders {
    @DivanReference(timeoutMillis = 10_000)
    Desk desk;

    @GlobalTransactional
    public String order(String guest, boolean fail) {
      desk.reserve(guest);
      if (fail) {
        throw new IllegalStateException("out of stock");
      }
      return RootContext.getXID();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Orders.class)
  static class Shop {}

  @BeforeEach
  void start() {
    SEEN.clear();
    divan = EmbeddedDivan.start(folder);
    agency = Applications.run(Agency.class, divan);
    shop = Applications.run(Shop.class, divan);
    ServicesTest.awaitReadiness(agency, ReadinessState.ACCEPTING_TRAFFIC);
    ServicesTest.awaitReadiness(shop, ReadinessState.ACCEPTING_TRAFFIC);
  }

  @AfterEach
  void stop() {
    shop.close();
    agency.close();
    divan.close();
  }

  // One test: the library enhances a bean's name once per process.
  @Test
  void aTransactionReachesTheServicesItCallsAndEndsThereAsItEndsHere() {
    Orders orders = shop.getBean(Orders.class);
    String xid = orders.order("Ann", false);
    assertThat(SEEN).containsExactly("hold Ann " + xid, "confirm " + xid);
    SEEN.clear();
    assertThatThrownBy(() -> orders.order("Ben", true)).hasMessage("out of stock");
    String held = SEEN.remove();
    assertThat(held).startsWith("hold Ben ");
    assertThat(SEEN).containsExactly("cancel " + held.substring("hold Ben ".length()));
    assertThat(RootContext.getXID()).isNull();
  }
}
