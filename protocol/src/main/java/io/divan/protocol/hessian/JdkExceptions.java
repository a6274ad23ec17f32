package io.divan.protocol.hessian;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** The exceptions of the JDK that any service may throw. */
final class JdkExceptions {
  static final List<Class<? extends Throwable>> ALL =
      List.of(
          Throwable.class,
          Exception.class,
          Error.class,
          RuntimeException.class,
          ArithmeticException.class,
          ArrayIndexOutOfBoundsException.class,
          ArrayStoreException.class,
          AssertionError.class,
          CancellationException.class,
          ClassCastException.class,
          CloneNotSupportedException.class,
          CompletionException.class,
          ConcurrentModificationException.class,
          DateTimeException.class,
          EOFException.class,
          ExecutionException.class,
          FileNotFoundException.class,
          IllegalArgumentException.class,
          IllegalStateException.class,
          IndexOutOfBoundsException.class,
          InterruptedException.class,
          IOException.class,
          NegativeArraySizeException.class,
          NoSuchElementException.class,
          NullPointerException.class,
          NumberFormatException.class,
          OutOfMemoryError.class,
          RejectedExecutionException.class,
          SecurityException.class,
          StackOverflowError.class,
          StringIndexOutOfBoundsException.class,
          TimeoutException.class,
          UncheckedIOException.class,
          UnsupportedOperationException.class);

  private JdkExceptions() {}
}
