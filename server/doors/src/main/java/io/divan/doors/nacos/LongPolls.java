package io.divan.doors.nacos;

import io.divan.domain.config.ConfigChanged;
import io.divan.domain.config.ConfigKey;
import io.divan.domain.config.Configuration;
import io.divan.domain.config.Configurations;
import io.divan.doors.nacos.Credentials.Subject;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.http.HttpResponse;
import io.divan.kernel.identity.Action;
import io.divan.kernel.session.Session;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.time.Clock;
import io.divan.kernel.time.Clock.Wakeup;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Clients over HTTP that wait for a configuration to change.
 *
 * <p>Source: ConfigController.listener and MD5Util of Nacos 3.1: the question is {@code
 * dataId^2group^2md5^2tenant^1} for each (the tenant may be left out), the answer the same without
 * md5, encoded as part of an URL.
 */
final class LongPolls {
  private static final char WORD_END = 2;
  private static final char LINE_END = 1;
  private static final int MAX_WISHES = 10_000;
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofSeconds(45);
  private static final Duration EARLIER = Duration.ofMillis(500); // than the client gives up

  private final Configurations configurations;
  private final Sessions sessions;
  private final Clock clock;
  private final Semaphore slots;

  LongPolls(Configurations configurations, Sessions sessions, Clock clock, NacosSettings settings) {
    this.configurations = configurations;
    this.sessions = sessions;
    this.clock = clock;
    this.slots = new Semaphore(settings.maxLongPolls());
  }

  /**
   * One configuration that is waited for.
   *
   * @param tenant as the client spells it
   */
  private record Wish(ConfigKey key, String md5, String tenant) {}

  HttpResponse listen(HttpAsked asked) {
    List<Wish> wishes = parse(asked.required("Listening-Configs"));
    for (Wish wish : wishes) {
      asked.require(Action.READ, wish.key().namespace(), new Subject.Config("", ""));
    }
    List<Wish> changed = changed(wishes);
    String timeout = asked.header("Long-Pulling-Timeout");
    boolean wait =
        changed.isEmpty()
            && timeout.matches("\\d{1,9}")
            && !asked.header("Long-Pulling-Timeout-No-Hangup").equalsIgnoreCase("true");
    return answer(wait ? await(asked, wishes, limit(Long.parseLong(timeout))) : changed);
  }

  private static Duration limit(long askedMillis) {
    Duration limit = Duration.ofMillis(askedMillis).minus(EARLIER);
    if (limit.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
  }

  private List<Wish> await(HttpAsked asked, List<Wish> wishes, Duration limit) {
    if (!slots.tryAcquire()) {
      throw Failure.of(
          Kind.EXHAUSTED, "nacos.long-polls", "Too many clients wait (nacos.max-long-polls).");
    }
    var woken = new CompletableFuture<Void>();
    Session session = sessions.open("nacos-http", asked.client(), new Waiter(woken));
    try {
      for (Wish wish : wishes) {
        configurations.follow(session, wish.key());
      }
      List<Wish> changed = changed(wishes); // since they were compared before
      if (changed.isEmpty()) {
        Wakeup end = clock.after(limit, () -> woken.complete(null));
        HttpAsked.await(woken);
        end.cancel();
        changed = changed(wishes);
      }
      return changed;
    } finally {
      sessions.ended(session);
      slots.release();
    }
  }

  private List<Wish> changed(List<Wish> wishes) {
    return wishes.stream()
        .filter(wish ->
            !configurations.find(wish.key()).map(Configuration::md5).orElse("").equals(wish.md5()))
        .toList();
  }

  private static List<Wish> parse(String question) {
    List<Wish> wishes = new ArrayList<>();
    for (String line : question.split(String.valueOf(LINE_END))) {
      String[] words = line.split(String.valueOf(WORD_END), -1);
      if (words.length < 3 || words.length > 4 || wishes.size() >= MAX_WISHES) {
        throw Failure.of(Kind.USER, "nacos.listening", "Listening-Configs cannot be understood.");
      }
      String tenant = words.length == 4 ? words[3] : "";
      wishes.add(new Wish(Names.config(tenant, words[1], words[0]), words[2], tenant));
    }
    return wishes;
  }

  private static HttpResponse answer(List<Wish> changed) {
    var text = new StringBuilder();
    for (Wish each : changed) {
      text.append(each.key().dataId()).append(WORD_END).append(each.key().group());
      if (!each.tenant().isBlank()) {
        text.append(WORD_END).append(each.tenant());
      }
      text.append(LINE_END);
    }
    return HttpPaths.text(
        text.isEmpty() ? "" : URLEncoder.encode(text.toString(), StandardCharsets.UTF_8) + "\n");
  }

  /** The waiting request, as the configurations see it. */
  private record Waiter(CompletableFuture<Void> woken) implements Session.Channel {
    @Override
    public CompletableFuture<Object> deliver(Object message) {
      if (!(message instanceof ConfigChanged)) {
        throw new IllegalArgumentException("nobody waits for " + message);
      }
      woken.complete(null);
      return CompletableFuture.completedFuture(true);
    }

    @Override
    public void close() {
      woken.complete(null);
    }
  }
}
