package io.divan.app;

import io.divan.domain.config.ConfigSettings;
import io.divan.domain.identity.IdentitySettings;
import io.divan.domain.job.JobSettings;
import io.divan.domain.registry.RegistrySettings;
import io.divan.domain.tx.TxSettings;
import io.divan.doors.nacos.NacosSettings;
import io.divan.doors.seata.SeataSettings;
import io.divan.doors.xxljob.XxlJobSettings;
import io.divan.kernel.http.HttpSettings;
import io.divan.kernel.log.LogSettings;
import io.divan.kernel.net.NetSettings;
import io.divan.kernel.peer.ClusterSettings;
import io.divan.kernel.settings.Setting;
import java.nio.file.Path;

/** Everything that can be set of a server. */
public record ServerSettings(
    @Setting(doc = "The folder of everything that must not be lost.", def = "data") Path data,
    NetSettings net,
    LogSettings log,
    ClusterSettings cluster,
    HttpSettings http,
    IdentitySettings identity,
    ConfigSettings config,
    RegistrySettings registry,
    TxSettings tx,
    JobSettings job,
    NacosSettings nacos,
    SeataSettings seata,
    XxlJobSettings xxlJob,
    ConsoleSettings console,
    LoggingSettings logging) {}
