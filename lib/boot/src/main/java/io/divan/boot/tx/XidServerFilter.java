package io.divan.boot.tx;

import io.divan.rpc.server.ServerCall;
import io.divan.rpc.server.ServerFilter;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.jspecify.annotations.Nullable;

/**
 * Binds the caller's xid to the thread while the service works, and leaves the thread as it was.
 *
 * <p>Source of the header's keys: seata-all 2.6.0, {@code
 * integration.sofa.rpc.TransactionContextProviderFilter}.
 */
final class XidServerFilter implements ServerFilter {
  @Override
  public @Nullable Object call(ServerCall call, Next next) throws Throwable {
    String xid = call.header(RootContext.KEY_XID);
    if (xid == null || xid.isEmpty()) {
      return next.proceed(call);
    }
    boolean tcc = BranchType.TCC.name().equals(call.header(RootContext.KEY_BRANCH_TYPE));
    String outer = RootContext.unbind();
    RootContext.bind(xid);
    if (tcc) {
      RootContext.bindBranchType(BranchType.TCC);
    }
    try {
      return next.proceed(call);
    } finally {
      if (tcc) {
        RootContext.unbindBranchType();
      }
      RootContext.unbind();
      if (outer != null) {
        RootContext.bind(outer);
      }
    }
  }
}
