package io.divan.bank.clearing;

import io.divan.bank.Clearing;
import io.divan.bank.InsufficientFunds;
import io.divan.bank.StandingOrder;
import io.divan.boot.DivanService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clearing as others call it. */
@DivanService
class ClearingService implements Clearing {
  private static final Logger log = LoggerFactory.getLogger(ClearingService.class);

  private final Transfer transfer;
  private final Settlement settlement;

  ClearingService(Transfer transfer, Settlement settlement) {
    this.transfer = transfer;
    this.settlement = settlement;
  }

  @Override
  public Answer execute(StandingOrder order) {
    var attempt = new Attempt();
    try {
      transfer.execute(order, attempt);
      return new Answer(Outcome.EXECUTED, attempt.xid(), false, "");
    } catch (InsufficientFunds e) {
      return new Answer(Outcome.REFUSED, attempt.xid(), false, e.toString());
    } catch (Exception e) { // whatever it was, the order's end has to be known
      return afterFailure(order, attempt.xid(), e);
    }
  }

  private Answer afterFailure(StandingOrder order, String xid, Exception failure) {
    log.info("order {} under {} failed: {}", order.number(), xid, failure.toString());
    if (xid.isEmpty()) {
      return new Answer(Outcome.ROLLED_BACK, xid, false, "not begun: " + failure);
    }
    return new Answer(settlement.of(xid), xid, true, failure.toString());
  }
}
