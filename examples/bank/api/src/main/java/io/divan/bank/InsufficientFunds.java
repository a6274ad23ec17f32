package io.divan.bank;

/** Says that an account does not hold what should be taken from it; nothing was taken. */
public final class InsufficientFunds extends Exception {
  private static final long serialVersionUID = 1L;

  private final long account;

  public InsufficientFunds(long account) {
    super("account " + account + " does not hold enough");
    this.account = account;
  }

  public long account() {
    return account;
  }
}
