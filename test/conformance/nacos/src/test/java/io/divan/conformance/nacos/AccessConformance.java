package io.divan.conformance.nacos;

import static io.divan.conformance.nacos.Clients.GROUP;
import static io.divan.conformance.nacos.Clients.TIMEOUT;
import static io.divan.conformance.nacos.Clients.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alibaba.nacos.api.config.ConfigService;
import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.NamingService;
import io.divan.conformance.Peer;
import io.divan.conformance.nacos.Clients.Heard;
import io.divan.process.Await;
import io.divan.process.ServerProcess;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging in and what it opens. */
@Peer(peer = "nacos", client = "nacos-client", version = "${divan.nacos.client}")
class AccessConformance {
  private static final String PASSWORD = "correct horse";
  private static final String SECRET = "0123456789abcdefghij";
  private static final Map<String, String> ADMIN =
      Map.of("username", "admin", "password", PASSWORD);
  private static final Map<String, String> READER =
      Map.of("username", "reader", "password", PASSWORD);
  private static final Map<String, String> KEY = Map.of("accessKey", "AK1", "secretKey", SECRET);

  @TempDir static Path folder;
  static ServerProcess server;
  static Clients clients;

  @BeforeAll
  static void start() throws Exception {
    server =
        ServerProcess.start(
            folder,
            Map.of(
                "identity.enabled", "true",
                "identity.admin-password", PASSWORD,
                "identity.access-key", "AK1",
                "identity.secret-key", SECRET,
                "identity.password-iterations", "10000",
                "identity.token-lifetime", "8s"));
    clients = new Clients(server);
    String token = post("/v1/auth/users/login", "username=admin&password=" + encoded(PASSWORD));
    token = token.replaceAll(".*\"accessToken\":\"([^\"]+)\".*", "$1");
    String as = "&accessToken=" + token;
    post("/v1/auth/users", "username=reader&password=" + encoded(PASSWORD) + as);
    post("/v1/auth/permissions", "role=reader&action=r&resource=" + encoded("public:*:*") + as);
    clients.config(ADMIN).publishConfig("secret", GROUP, "42");
  }

  @AfterAll
  static void stop() {
    clients.close();
    server.close();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String post(String path, String form) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + server.nacosPort() + "/nacos" + path);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static void assertRefused(ConfigService config) {
    assertThatThrownBy(() -> config.getConfig("secret", GROUP, TIMEOUT))
        .isInstanceOfSatisfying(
            NacosException.class, e -> assertThat(e.getErrCode()).isEqualTo(403));
  }

  @Test
  void aLoginOpensConfigurations() throws Exception {
    ConfigService config = clients.config(ADMIN);
    assertThat(config.getConfig("secret", GROUP, TIMEOUT)).isEqualTo("42");
    var heard = new Heard();
    config.publishConfig("opened", GROUP, "1");
    config.getConfigAndSignListener("opened", GROUP, TIMEOUT, heard);
    config.publishConfig("opened", GROUP, "2");
    assertThat(heard.next()).isEqualTo("2");
  }

  @Test
  void aLoginOpensServices() throws Exception {
    NamingService naming = clients.naming(ADMIN);
    naming.registerInstance("opened", GROUP, instance(1));
    assertThat(naming.getAllInstances("opened", GROUP, false)).hasSize(1);
    assertThat(naming.getServicesOfServer(1, 10, GROUP).getCount()).isEqualTo(1);
  }

  @Test
  void withoutALoginNothingOpens() throws Exception {
    ConfigService config = clients.config();
    assertRefused(config);
    assertThat(config.publishConfig("stranger", GROUP, "1")).isFalse();
    NamingService naming = clients.naming();
    assertThatThrownBy(() -> naming.registerInstance("stranger", GROUP, instance(1)))
        .isInstanceOf(NacosException.class);
    assertThatThrownBy(() -> naming.getAllInstances("stranger", GROUP, false))
        .isInstanceOf(NacosException.class);
  }

  @Test
  void aWrongPasswordOpensNothing() throws Exception {
    assertRefused(clients.config(Map.of("username", "admin", "password", "wrong")));
  }

  @Test
  void whoMayOnlyReadOnlyReads() throws Exception {
    ConfigService config = clients.config(READER);
    assertThat(config.getConfig("secret", GROUP, TIMEOUT)).isEqualTo("42");
    assertThat(config.publishConfig("secret", GROUP, "43")).isFalse();
    assertThat(config.getConfig("secret", GROUP, TIMEOUT)).isEqualTo("42");
    NamingService naming = clients.naming(READER);
    assertThat(naming.getAllInstances("s", GROUP, false)).isEmpty();
    assertThatThrownBy(() -> naming.registerInstance("s", GROUP, instance(1)))
        .isInstanceOf(NacosException.class);
    assertRefused(
        clients.config(Map.of("username", "reader", "password", PASSWORD, "namespace", "dev")));
  }

  @Test
  void anAccessKeyOpensBoth() throws Exception {
    ConfigService config = clients.config(KEY);
    assertThat(config.publishConfig("signed", GROUP, "1")).isTrue();
    var heard = new Heard();
    assertThat(config.getConfigAndSignListener("signed", GROUP, TIMEOUT, heard)).isEqualTo("1");
    config.publishConfig("signed", GROUP, "2");
    assertThat(heard.next()).isEqualTo("2");
    assertThat(config.removeConfig("signed", GROUP)).isTrue();

    NamingService naming = clients.naming(KEY);
    naming.registerInstance("signed", GROUP, instance(1));
    assertThat(naming.getAllInstances("signed", GROUP)).hasSize(1);
    assertThat(naming.getServicesOfServer(1, 10, GROUP).getData()).contains("signed");
    naming.deregisterInstance("signed", GROUP, instance(1));
  }

  @Test
  void aWrongSecretOpensNothing() throws Exception {
    assertRefused(clients.config(Map.of("accessKey", "AK1", "secretKey", "another")));
  }

  /** Tokens live for 8 s here; the clients log in again by themselves, at most 5 s later. */
  @Test
  void aTokenThatExpiresIsRenewed() throws Exception {
    ConfigService config = clients.config(ADMIN);
    long end = System.nanoTime() + 12_000_000_000L;
    Await.until("tokens to expire", Clients.SOON, () -> System.nanoTime() > end);
    Await.until(
        "the client to have logged in again",
        Clients.SOON,
        () -> config.publishConfig("renewed", GROUP, "1"));
  }
}
