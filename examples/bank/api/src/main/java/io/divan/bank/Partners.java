package io.divan.bank;

import java.util.List;

/** The codes of the banks that orders may pay to. */
public final class Partners {
  public static final List<String> CODES =
      List.of("AB", "CD", "EF", "GH", "IJ", "KL", "MN", "OP", "QR", "ST", "UV", "WX", "YZ");

  private Partners() {}
}
