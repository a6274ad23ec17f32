package io.divan.conformance.sofarpc.peer;

import com.alipay.hessian.generic.model.GenericObject;
import com.alipay.sofa.rpc.api.GenericService;
import com.alipay.sofa.rpc.config.ConsumerConfig;
import io.divan.conformance.sofarpc.api.Ledger;
import io.divan.conformance.sofarpc.api.LedgerCases;
import io.divan.conformance.sofarpc.api.Transfer;

/** A stock client that does not use the service's interface. */
final class StockGeneric {
  private StockGeneric() {}

  static void call(String url) {
    GenericService service =
        new ConsumerConfig<GenericService>()
            .setInterfaceId(Ledger.class.getName())
            .setGeneric(true)
            .setProtocol("bolt")
            .setDirectUrl(url)
            .setRegister(false)
            .setRepeatedReferLimit(-1)
            .setTimeout(3_000)
            .refer();
    LedgerCases.same(
        "plain",
        service.$invoke("text", new String[] {"java.lang.String"}, new Object[] {"plain"}));
    GenericObject transfer = new GenericObject(Transfer.class.getName());
    transfer.putField("text", "generic");
    GenericObject back =
        (GenericObject)
            service.$genericInvoke(
                "transfer", new String[] {Transfer.class.getName()}, new Object[] {transfer});
    LedgerCases.same("generic", back.getField("text"));
  }
}
