package io.divan.bank.partner;

import io.divan.bank.Entry;
import io.divan.bank.PartnerBanks;
import io.divan.boot.DivanService;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;

/** The partner banks as others call them. */
@DivanService
class PartnerBanksService implements PartnerBanks {
  private final PartnerLedger ledger;

  PartnerBanksService(PartnerLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void open(List<Payee> accounts) {
    ledger.open(accounts);
  }

  @Override
  public Entry credit(long order, Payee payee, BigDecimal amount) {
    try {
      ledger.credit(order, payee, amount);
      return Entry.MADE;
    } catch (DuplicateKeyException entered) {
      ledger.requireCommitted(order);
      return Entry.MADE_BEFORE;
    }
  }
}
