package io.divan.conformance.nacos;

import static io.divan.conformance.nacos.Clients.GROUP;
import static io.divan.conformance.nacos.Clients.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.nacos.api.config.ConfigService;
import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.common.utils.MD5Utils;
import io.divan.conformance.Peer;
import io.divan.conformance.nacos.Clients.Heard;
import io.divan.process.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations as an application sees them. */
@Peer(peer = "nacos", client = "nacos-client", version = "${divan.nacos.client}")
class ConfigConformance {
  @TempDir static Path folder;
  static ServerProcess server;
  static Clients clients;
  static ConfigService config;

  @BeforeAll
  static void start() throws Exception {
    server = ServerProcess.start(folder, Map.of());
    clients = new Clients(server);
    config = clients.config();
  }

  @AfterAll
  static void stop() {
    clients.close();
    server.close();
  }

  private static String md5(String content) {
    return MD5Utils.md5Hex(content, "UTF-8");
  }

  @Test
  void theServerIsUp() {
    assertThat(config.getServerStatus()).isEqualTo("UP");
  }

  @Test
  void whatIsPublishedIsReadRightAway() throws Exception {
    for (int i = 0; i < 20; i++) {
      String id = "fresh" + i;
      assertThat(config.publishConfig(id, GROUP, "content " + i)).isTrue();
      assertThat(config.getConfig(id, GROUP, TIMEOUT)).isEqualTo("content " + i);
    }
  }

  @Test
  void whatIsRemovedIsGoneRightAway() throws Exception {
    for (int i = 0; i < 10; i++) {
      String id = "removed" + i;
      config.publishConfig(id, GROUP, "1");
      assertThat(config.removeConfig(id, GROUP)).isTrue();
      assertThat(config.getConfig(id, GROUP, TIMEOUT)).isNull();
    }
  }

  @Test
  void aWrongComparisonChangesNothingAndARightOneDoes() throws Exception {
    config.publishConfig("cas", GROUP, "1");
    assertThat(config.publishConfigCas("cas", GROUP, "2", md5("other"))).isFalse();
    assertThat(config.getConfig("cas", GROUP, TIMEOUT)).isEqualTo("1");
    assertThat(config.publishConfigCas("cas", GROUP, "2", md5("1"))).isTrue();
    assertThat(config.publishConfigCas("cas", GROUP, "3", md5("1"))).isFalse();
  }

  @Test
  void everyCharacterArrives() throws Exception {
    String content = "größe: 1\r\nname: \"張三\"\t# \u0001 \\ <&> \uD83D\uDE00";
    config.publishConfig("chars.yaml", GROUP, content, "yaml");
    assertThat(config.getConfig("chars.yaml", GROUP, TIMEOUT)).isEqualTo(content);
  }

  @Test
  void aContentOfMegabytesArrives() throws Exception {
    String content = "0123456789abcdef".repeat(128 * 1024);
    assertThat(config.publishConfig("big", GROUP, content)).isTrue();
    assertThat(config.getConfig("big", GROUP, TIMEOUT)).isEqualTo(content);
  }

  @Test
  void aContentBeyondTheLimitIsRefusedAndTheClientGoesOn() throws Exception {
    String content = "0123456789abcdef".repeat(400 * 1024);
    assertThat(config.publishConfig("huge", GROUP, content)).isFalse();
    assertThat(config.publishConfig("after-huge", GROUP, "1")).isTrue();
  }

  @Test
  void groupsAndNamespacesDoNotSeeEachOther() throws Exception {
    ConfigService other = clients.config(Map.of("namespace", "dev"));
    config.publishConfig("same", GROUP, "default");
    config.publishConfig("same", "H", "other group");
    other.publishConfig("same", GROUP, "other namespace");
    assertThat(config.getConfig("same", GROUP, TIMEOUT)).isEqualTo("default");
    assertThat(config.getConfig("same", "H", TIMEOUT)).isEqualTo("other group");
    assertThat(other.getConfig("same", GROUP, TIMEOUT)).isEqualTo("other namespace");
    assertThat(other.getConfig("same", "H", TIMEOUT)).isNull();
  }

  @Test
  void theDefaultNamespaceIsCalledPublicToo() throws Exception {
    config.publishConfig("named", GROUP, "1");
    ConfigService named = clients.config(Map.of("namespace", "public"));
    var heard = new Heard();
    assertThat(named.getConfigAndSignListener("named", GROUP, TIMEOUT, heard)).isEqualTo("1");
    config.publishConfig("named", GROUP, "2");
    assertThat(heard.next()).isEqualTo("2");
  }

  @Test
  void aListenerHearsOfChangesAndOfRemoval() throws Exception {
    config.publishConfig("heard", GROUP, "1");
    var heard = new Heard();
    assertThat(config.getConfigAndSignListener("heard", GROUP, TIMEOUT, heard)).isEqualTo("1");
    for (int i = 2; i < 6; i++) {
      config.publishConfig("heard", GROUP, Integer.toString(i));
      assertThat(heard.next()).isEqualTo(Integer.toString(i));
    }
    config.removeConfig("heard", GROUP);
    assertThat(heard.next()).isEqualTo("removed");
    config.publishConfig("heard", GROUP, "again");
    assertThat(heard.next()).isEqualTo("again");
  }

  @Test
  void aListenerOfNothingHearsOfTheFirstContent() throws Exception {
    var heard = new Heard();
    config.addListener("unborn", GROUP, heard);
    config.publishConfig("unborn", GROUP, "1");
    assertThat(heard.next()).isEqualTo("1");
  }

  @Test
  void aListenerThatIsTakenAwayHearsNothingMore() throws Exception {
    var heard = new Heard();
    var other = new Heard();
    config.publishConfig("away", GROUP, "0");
    config.getConfigAndSignListener("away", GROUP, TIMEOUT, heard);
    config.getConfigAndSignListener("away", GROUP, TIMEOUT, other);
    config.publishConfig("away", GROUP, "1");
    assertThat(heard.next()).isEqualTo("1");
    assertThat(other.next()).isEqualTo("1");
    config.removeListener("away", GROUP, heard);
    config.publishConfig("away", GROUP, "2");
    assertThat(other.next()).isEqualTo("2");
    assertThat(heard.hasHeardMore()).isFalse();
  }

  @Test
  void twoClientsHearOfEachOthersChanges() throws Exception {
    ConfigService one = clients.config();
    ConfigService two = clients.config();
    var heardByOne = new Heard();
    var heardByTwo = new Heard();
    one.publishConfig("both", GROUP, "0");
    one.getConfigAndSignListener("both", GROUP, TIMEOUT, heardByOne);
    two.getConfigAndSignListener("both", GROUP, TIMEOUT, heardByTwo);
    one.publishConfig("both", GROUP, "of one");
    assertThat(heardByTwo.next()).isEqualTo("of one");
    assertThat(heardByOne.next()).isEqualTo("of one");
    two.publishConfig("both", GROUP, "of two");
    assertThat(heardByOne.next()).isEqualTo("of two");
    assertThat(heardByTwo.next()).isEqualTo("of two");
  }

  @Test
  void manyListenersAllHear() throws Exception {
    List<Heard> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      var heard = new Heard();
      config.addListener("many" + i, GROUP, heard);
      all.add(heard);
    }
    for (int i = 0; i < 300; i++) {
      config.publishConfig("many" + i, GROUP, "content " + i);
    }
    for (int i = 0; i < 300; i++) {
      assertThat(all.get(i).next()).isEqualTo("content " + i);
    }
  }

  @Test
  void anIllegalNameIsRefused() throws Exception {
    boolean published;
    try {
      published = config.publishConfig("a/b c", GROUP, "1");
    } catch (NacosException e) {
      published = false; // some clients look first
    }
    assertThat(published).isFalse();
  }
}
