package io.divan.conformance.sofarpc.api;

/** What the service itself throws. */
public class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private String code = "";

  public Refused(String message) {
    super(message);
  }

  public Refused(String message, String code) {
    super(message);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
