package io.divan.bank;

import java.math.BigDecimal;

/**
 * What a client of the home bank wants paid to an account of another bank.
 *
 * @param number what tells it from every other order, in both ledgers
 * @param payer the account at the home bank
 * @param bank the code of the payee's bank
 * @param payee the account there
 * @param amount positive, with two decimals
 * @param kind what it is for; blank if nobody said
 */
public record StandingOrder(
    long number, long payer, String bank, long payee, BigDecimal amount, String kind) {}
