package io.divan.domain.registry;

import io.divan.kernel.settings.DataSize;
import io.divan.kernel.settings.Setting;
import java.time.Duration;

/** How much may be registered, and how the health of persistent instances is found out. */
public record RegistrySettings(
    @Setting(doc = "Instances that one client may register.", def = "10000")
        int maxInstancesPerClient,
    @Setting(doc = "Services that one client may subscribe to.", def = "10000")
        int maxSubscriptionsPerClient,
    @Setting(doc = "The largest instance, its metadata included.", def = "64KB")
        DataSize maxInstance,
    @Setting(doc = "Memory for all instances; beyond it registrations are refused.", def = "256MB")
        DataSize maxTotal,
    @Setting(doc = "How often persistent instances are probed; 0s for never.", def = "5s")
        Duration probeInterval,
    @Setting(doc = "A probe that takes longer than this has failed.", def = "1s")
        Duration probeTimeout) {}
