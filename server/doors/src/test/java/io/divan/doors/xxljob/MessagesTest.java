package io.divan.doors.xxljob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.domain.job.ExecutorCalls.Answer;
import io.divan.domain.job.FiringState;
import io.divan.kernel.failure.Failure;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessagesTest {
  @Test
  void callbacksComeAsAListOrInsideOne() {
    String one = "{\"logId\":7,\"logDateTim\":1,\"handleCode\":%d,\"handleMsg\":\"m\"}";
    assertThat(Messages.callbacks("[" + one.formatted(200) + "]"))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.firing()).isEqualTo(7);
          assertThat(each.state()).isEqualTo(FiringState.SUCCEEDED);
          assertThat(each.message()).isEqualTo("m");
        });
    assertThat(Messages.callbacks("{\"callbackList\":[" + one.formatted(502) + "]}"))
        .singleElement()
        .satisfies(each -> assertThat(each.state()).isEqualTo(FiringState.TIMED_OUT));
    assertThat(Messages.callbacks("[" + one.formatted(500) + "]").getFirst().state())
        .isEqualTo(FiringState.FAILED);
  }

  @Test
  void whatIsNotExpectedIsRefused() {
    String tooMany =
        IntStream.range(0, 10_001).mapToObj(i -> "{}").collect(Collectors.joining(","));
    for (String body : new String[] {"", "null", "7", "{", "{}", "[" + tooMany + "]"}) {
      assertThatThrownBy(() -> Messages.callbacks(body)).isInstanceOf(Failure.class);
    }
    assertThatThrownBy(() -> Messages.reply("<html>")).isInstanceOf(Failure.class);
  }

  @Test
  void whatXxlJobCannotSayIsRead() {
    Messages.SplitOff split =
        Messages.splitOff("{\"logId\":7,\"part\":2,\"chunks\":[\"a\",\"b\"]}");
    assertThat(split).isEqualTo(new Messages.SplitOff(7, 2, List.of("a", "b")));
    Messages.Pull pull =
        Messages.pull(
            "{\"registryKey\":\"app\",\"registryValue\":\"http://a/\",\"holding\":[7,8],\"most\":3}");
    assertThat(pull).isEqualTo(new Messages.Pull("app", "http://a/", Set.of(7L, 8L), 3));
    assertThat(Messages.chunks(List.of())).contains("\"code\":200");
  }

  @Test
  void aLongMessageIsCut() {
    String body = "[{\"logId\":1,\"handleCode\":500,\"handleMsg\":\"" + "x".repeat(20_000) + "\"}]";
    assertThat(Messages.callbacks(body).getFirst().message()).hasSizeLessThan(1_100);
  }

  @Test
  void anExecutorThatHasTheFiringAlreadySaysSo() {
    assertThat(Messages.reply("{\"code\":200}").answer()).isEqualTo(Answer.YES);
    assertThat(Messages.reply("{\"code\":500,\"msg\":\"repeate trigger job, logId:7\"}").answer())
        .isEqualTo(Answer.REPEATED);
    assertThat(Messages.reply("{\"code\":500,\"msg\":\"no\"}").answer()).isEqualTo(Answer.NO);
  }

  @Test
  void logsAreReadInEitherDialectAndPageByPage() {
    String missing =
        "{\"fromLineNum\":1,\"toLineNum\":0,\"logContent\":\"readLog fail, logFile not exists\"}";
    assertThat(Messages.logPage("{\"code\":200,\"content\":" + missing + "}", 1).exists())
        .isFalse();
    String lines = "line\\n".repeat(5_000);
    var page =
        Messages.logPage(
            "{\"code\":200,\"data\":{\"fromLineNum\":11,\"toLineNum\":5010,\"logContent\":\""
                + lines
                + "\"}}",
            11);
    assertThat(page.exists()).isTrue();
    assertThat(page.toLine()).isEqualTo(2_010);
    assertThat(page.text().lines()).hasSize(2_000);
  }
}
