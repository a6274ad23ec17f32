package io.divan.rpc.nacos;

import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.pojo.Instance;
import java.util.List;
import java.util.function.Consumer;

/** The little that is needed of a registry; each call may take its time and may fail. */
interface Naming {
  void register(String service, Instance instance) throws NacosException;

  void deregister(String service, Instance instance) throws NacosException;

  /** Tells the listener every change from now on, and gives what is known now. */
  List<Instance> subscribe(String service, Consumer<List<Instance>> listener) throws NacosException;

  void unsubscribe(String service, Consumer<List<Instance>> listener) throws NacosException;

  void shutDown() throws NacosException;
}
