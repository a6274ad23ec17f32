package io.divan.bank.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.logging.Logger;

/**
 * Puts what the console's Bank page shows where the page finds it: a configuration on the server,
 * published by Nacos's HTTP API as any program could.
 */
final class FlowPage {
  static final String DATA_ID = "bank.flow";
  static final String GROUP = "DEMO";

  private static final Logger log = Logger.getLogger(FlowPage.class.getName());

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
  private final ObjectMapper json = new ObjectMapper();
  private final URI configurations;

  FlowPage(int nacosPort) {
    this.configurations = URI.create("http://127.0.0.1:" + nacosPort + "/nacos/v1/cs/configs");
  }

  /** Publishes; if the server is not there, the next time will do. */
  void show(FlowView view) {
    try {
      var request =
          HttpRequest.newBuilder(configurations)
              .timeout(Duration.ofSeconds(2))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(form(view)))
              .build();
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        log.info(() -> "the flow was not taken: " + status);
      }
    } catch (IOException e) {
      log.info(() -> "the flow cannot be published now: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String form(FlowView view) throws JsonProcessingException {
    return "dataId="
        + DATA_ID
        + "&group="
        + GROUP
        + "&type=json&content="
        + URLEncoder.encode(json.writeValueAsString(view), StandardCharsets.UTF_8);
  }
}
