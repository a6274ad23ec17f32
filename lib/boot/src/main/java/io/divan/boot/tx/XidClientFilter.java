package io.divan.boot.tx;

import io.divan.rpc.client.ClientCall;
import io.divan.rpc.client.ClientFilter;
import java.util.concurrent.CompletableFuture;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.jspecify.annotations.Nullable;

/**
 * Sends the caller's xid along, so that the service becomes part of its transaction.
 *
 * <p>Source of the header's keys: seata-all 2.6.0, {@code
 * integration.sofa.rpc.TransactionContextConsumerFilter}.
 */
final class XidClientFilter implements ClientFilter {
  @Override
  public CompletableFuture<@Nullable Object> call(ClientCall call, Next next) {
    String xid = RootContext.getXID();
    if (xid != null) {
      call.header(RootContext.KEY_XID, xid);
      BranchType type = RootContext.getBranchType();
      if (type != null) {
        call.header(RootContext.KEY_BRANCH_TYPE, type.name());
      }
    }
    return next.proceed(call);
  }
}
