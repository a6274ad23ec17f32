package io.divan.bank.clearing;

import io.divan.bank.Entry;
import io.divan.bank.HomeBank;
import io.divan.bank.InsufficientFunds;
import io.divan.bank.PartnerBanks;
import io.divan.bank.PartnerBanks.Payee;
import io.divan.bank.StandingOrder;
import io.divan.boot.DivanReference;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.spring.annotation.GlobalTransactional;
import org.springframework.stereotype.Component;

/** An order's debit and credit: both happen, or neither does. */
@Component
class Transfer {
  /** After this the coordinator undoes what nobody has asked it to commit. */
  private static final int TIMEOUT_MILLIS = 15_000;

  private static final int CALL_MILLIS = 10_000;

  private final HomeBank homeBank;
  private final PartnerBanks partnerBanks;

  Transfer(
      @DivanReference(timeoutMillis = CALL_MILLIS) HomeBank homeBank,
      @DivanReference(timeoutMillis = CALL_MILLIS) PartnerBanks partnerBanks) {
    this.homeBank = homeBank;
    this.partnerBanks = partnerBanks;
  }

  /**
   * Executes an order.
   *
   * @param attempt is told the xid as soon as there is one
   */
  @GlobalTransactional(
      name = "standing-order",
      timeoutMills = TIMEOUT_MILLIS,
      rollbackFor = Exception.class)
  void execute(StandingOrder order, Attempt attempt) throws InsufficientFunds {
    attempt.begun(RootContext.getXID());
    Entry debit = homeBank.debit(order.number(), order.payer(), order.amount());
    Entry credit =
        partnerBanks.credit(order.number(), new Payee(order.bank(), order.payee()), order.amount());
    if (debit != credit) {
      throw new IllegalStateException(
          "order " + order.number() + ": the debit was " + debit + ", the credit " + credit);
    }
  }
}
