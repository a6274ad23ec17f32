package io.divan.conformance.nacos;

import com.alibaba.nacos.api.NacosFactory;
import com.alibaba.nacos.api.naming.NamingService;
import java.util.concurrent.CountDownLatch;

/** A client in a process of its own, that registers an instance and waits to be killed. */
final class Registrant {
  private Registrant() {}

  public static void main(String[] arguments) throws Exception {
    NamingService naming = NacosFactory.createNamingService(arguments[0]);
    naming.registerInstance("crashed", Clients.GROUP, Clients.instance(1));
    new CountDownLatch(1).await();
  }
}
