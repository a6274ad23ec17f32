package io.divan.app;

import io.divan.kernel.settings.Setting;

/** The listener of the console, the metrics and the health checks. */
public record ConsoleSettings(
    @Setting(doc = "Its port; 0 takes any free one.", def = "8080") int port) {}
