package io.divan.bank.home;

import io.divan.bank.Entry;
import io.divan.bank.HomeBank;
import io.divan.bank.InsufficientFunds;
import io.divan.boot.DivanService;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;

/** The home bank as others call it. What the database refuses becomes an answer here. */
@DivanService
class HomeBankService implements HomeBank {
  /** MariaDB's ER_CONSTRAINT_FAILED: a CHECK does not hold. */
  private static final int CHECK_FAILED = 4025;

  private final HomeLedger ledger;

  HomeBankService(HomeLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void open(Map<Long, BigDecimal> accounts) {
    ledger.open(accounts);
  }

  @Override
  public void deposit(long number, long account, BigDecimal amount) {
    try {
      ledger.deposit(number, account, amount);
    } catch (DuplicateKeyException paidInBefore) {
      // The answer of the first time was lost; the cash is there.
    }
  }

  @Override
  public Entry debit(long order, long account, BigDecimal amount) throws InsufficientFunds {
    try {
      ledger.debit(order, account, amount);
      return Entry.MADE;
    } catch (DuplicateKeyException entered) {
      ledger.requireCommitted(order);
      return Entry.MADE_BEFORE;
    } catch (DataAccessException e) {
      if (isBelowZero(e)) {
        throw new InsufficientFunds(account);
      }
      throw e;
    }
  }

  private static boolean isBelowZero(DataAccessException e) {
    return e.getMostSpecificCause() instanceof SQLException refusal
        && refusal.getErrorCode() == CHECK_FAILED;
  }
}
