package io.divan.kernel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.kernel.http.Routes.Found;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private final Routes routes =
      new Routes()
          .get("/a/{name}/c", request -> HttpResponse.text(200, "get"))
          .post("/a/{name}/c", request -> HttpResponse.text(200, "post"))
          .get("/files/*", request -> HttpResponse.text(200, "file"));

  @Test
  void variablesBecomeParameters() {
    assertThat(routes.find("GET", "/a/b/c"))
        .isInstanceOfSatisfying(
            Found.Target.class,
            target -> assertThat(target.pathParameters()).containsEntry("name", "b"));
  }

  @Test
  void theRestOfAPathIsOneParameter() {
    assertThat(routes.find("GET", "/files/x/y.js"))
        .isInstanceOfSatisfying(
            Found.Target.class,
            target -> assertThat(target.pathParameters()).containsEntry("*", "x/y.js"));
  }

  @Test
  void headIsAnsweredWhereGetIs() {
    assertThat(routes.find("HEAD", "/a/b/c")).isInstanceOf(Found.Target.class);
  }

  @Test
  void anotherMethodIsToldWhichAreAllowed() {
    assertThat(routes.find("PUT", "/a/b/c")).isEqualTo(new Found.WrongMethod("GET, POST"));
  }

  @Test
  void anotherPathIsNowhere() {
    assertThat(routes.find("GET", "/a/b")).isInstanceOf(Found.Nothing.class);
    assertThat(routes.find("GET", "/a/b/c/d")).isInstanceOf(Found.Nothing.class);
  }
}
