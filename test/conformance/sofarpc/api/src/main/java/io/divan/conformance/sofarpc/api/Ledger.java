package io.divan.conformance.sofarpc.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The service of the conformance runs. */
public interface Ledger {
  Transfer transfer(Transfer transfer);

  @Nullable Object anything(@Nullable Object value);

  String text(String text);

  int sum(int... numbers);

  double mean(double first, float second, long third, short fourth, byte fifth);

  boolean not(boolean value);

  Transfer[] all(Transfer[] transfers);

  Map<String, List<Transfer>> grouped(List<Transfer> transfers);

  String overloaded(String text);

  String overloaded(int number);

  void nothing();

  void refuse(String code) throws Refused;

  void note(String text);

  List<String> noted();

  /** Answers after so many milliseconds. */
  String slow(int millis);

  /** What the server sees of the caller: {@code traceId}, {@code rpcId}, {@code remote}. */
  Map<String, String> seen();
}
