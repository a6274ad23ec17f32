package io.divan.conformance.sofarpc.peer;

import com.alipay.remoting.InvokeContext;
import com.alipay.remoting.rpc.RpcClient;
import com.alipay.sofa.rpc.common.RemotingConstants;
import com.alipay.sofa.rpc.core.request.SofaRequest;
import com.alipay.sofa.rpc.core.response.SofaResponse;
import io.divan.conformance.sofarpc.api.Ledger;
import io.divan.conformance.sofarpc.api.LedgerCases;

/** The stock Bolt client in version 2, which SOFARPC's own configuration cannot choose. */
final class StockBoltV2 {
  private StockBoltV2() {}

  static void call(String port, boolean crc) throws Exception {
    RpcClient client = new RpcClient();
    client.startup();
    SofaRequest request = new SofaRequest();
    request.setTargetServiceUniqueName(Ledger.class.getName() + ":1.0");
    request.setMethodName("text");
    request.setMethodArgSigs(new String[] {"java.lang.String"});
    request.setMethodArgs(new Object[] {"v2"});
    InvokeContext context = new InvokeContext();
    context.put(InvokeContext.BOLT_CRC_SWITCH, crc);
    context.put(InvokeContext.BOLT_CUSTOM_SERIALIZER, RemotingConstants.SERIALIZE_CODE_HESSIAN);
    String url = "127.0.0.1:" + port + "?_PROTOCOL=2&_VERSION=2";
    SofaResponse response = (SofaResponse) client.invokeSync(url, request, context, 5_000);
    LedgerCases.same("v2", response.getAppResponse());
    client.shutdown();
  }
}
