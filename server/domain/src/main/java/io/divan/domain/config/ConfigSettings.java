package io.divan.domain.config;

import io.divan.kernel.settings.DataSize;
import io.divan.kernel.settings.Setting;

/** How much configuration is taken, and how much of its past is kept. */
public record ConfigSettings(
    @Setting(doc = "The largest content of one configuration.", def = "5MB") DataSize maxContent,
    @Setting(doc = "Revisions kept of one configuration, the newest included.", def = "30")
        int history,
    @Setting(
            doc = "Memory for the revisions of one configuration; the newest is always kept.",
            def = "16MB")
        DataSize historySize,
    @Setting(doc = "Configurations whose past is kept after they are removed.", def = "1000")
        int removedHistories,
    @Setting(
            doc = "Memory for all configurations and their past; beyond it changes are refused.",
            def = "256MB")
        DataSize maxTotal,
    @Setting(doc = "Configurations that one client may listen to.", def = "10000")
        int maxListensPerClient) {

  public ConfigSettings {
    if (history < 1) {
      throw new IllegalArgumentException("history must be at least 1");
    }
  }

  Retention retention() {
    return new Retention(history, historySize.bytes(), removedHistories, maxTotal.bytes());
  }
}
