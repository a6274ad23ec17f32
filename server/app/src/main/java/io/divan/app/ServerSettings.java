package io.divan.app;

import io.divan.kernel.http.HttpSettings;
import io.divan.kernel.log.LogSettings;
import io.divan.kernel.net.NetSettings;
import io.divan.kernel.settings.Setting;
import java.nio.file.Path;

/** Everything that can be set of a server. */
public record ServerSettings(
    @Setting(doc = "The folder of everything that must not be lost.", def = "data") Path data,
    NetSettings net,
    LogSettings log,
    HttpSettings http,
    ConsoleSettings console,
    LoggingSettings logging) {}
