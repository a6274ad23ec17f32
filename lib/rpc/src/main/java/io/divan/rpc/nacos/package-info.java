/**
 * Discovery through Nacos, in the terms of SOFARPC's own adapter, so that stock applications find
 * ours and ours find stock ones. Needs {@code com.alibaba.nacos:nacos-client} on the class path.
 *
 * <p>Source: sofa-rpc-all 5.13.2, {@code NacosRegistry}, {@code NacosRegistryHelper}, {@code
 * RegistryUtils}.
 */
@NullMarked
package io.divan.rpc.nacos;

import org.jspecify.annotations.NullMarked;
