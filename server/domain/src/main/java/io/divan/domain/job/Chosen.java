package io.divan.domain.job;

import java.util.List;

/** Whom a firing goes to; addresses are never empty except in {@link Nobody}. */
sealed interface Chosen {
  /** No executor is registered. */
  record Nobody() implements Chosen {}

  record One(String address) implements Chosen {}

  /** The first of these that answers the question. */
  record FirstThat(Question question, List<String> addresses) implements Chosen {}

  /** Each of these, as shard number i of n. */
  record Each(List<String> addresses) implements Chosen {}

  /** What is asked of an executor before a firing is sent to it. */
  enum Question {
    IS_ALIVE,
    IS_IDLE
  }
}
