package io.divan.bench.peer;

import io.divan.bench.load.Driver;
import java.util.Map;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.core.model.TransactionManager;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.rm.RMClient;
import org.apache.seata.rm.tcc.TCCResource;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.apache.seata.tm.TMClient;
import org.apache.seata.tm.TransactionManagerHolder;

/**
 * Transactions as an application runs them: with none, or with one TCC branch that does nothing.
 */
public final class Client {
  private static final String APPLICATION = "bench";
  private static final String GROUP = "bench";
  private static final String RESOURCE = "bench-action";
  private static final int TIMEOUT_MILLIS = 60_000;

  private Client() {}

  /** Starts it; the argument is the server's port. */
  public static void main(String[] args) throws Exception {
    System.setProperty("service.default.grouplist", "127.0.0.1:" + args[0]);
    TMClient.init(APPLICATION, GROUP);
    RMClient.init(APPLICATION, GROUP);
    DefaultResourceManager.get().registerResource(action());
    Driver.run(
        Map.of(
            "begin-commit", () -> transaction(false),
            "begin-branch-commit", () -> transaction(true)));
  }

  /** One transaction; null if it was not committed. */
  private static String transaction(boolean branch) throws TransactionException {
    TransactionManager manager = TransactionManagerHolder.get();
    String xid = manager.begin(APPLICATION, GROUP, "bench", TIMEOUT_MILLIS);
    if (branch) {
      DefaultResourceManager.get()
          .branchRegister(BranchType.TCC, RESOURCE, null, xid, "{\"actionContext\":{}}", null);
    }
    return manager.commit(xid) == GlobalStatus.Committed ? xid : null;
  }

  private static TCCResource action() throws NoSuchMethodException {
    TCCResource resource = new TCCResource();
    resource.setAppName(APPLICATION);
    resource.setActionName(RESOURCE);
    resource.setTargetBean(new Nothing());
    resource.setPrepareMethod(Nothing.class.getMethod("commit", BusinessActionContext.class));
    resource.setCommitMethod(Nothing.class.getMethod("commit", BusinessActionContext.class));
    resource.setRollbackMethod(Nothing.class.getMethod("rollback", BusinessActionContext.class));
    resource.setCommitMethodName("commit");
    resource.setRollbackMethodName("rollback");
    resource.setCommitArgsClasses(new Class<?>[] {BusinessActionContext.class});
    resource.setRollbackArgsClasses(new Class<?>[] {BusinessActionContext.class});
    resource.setPhaseTwoCommitKeys(new String[] {""});
    resource.setPhaseTwoRollbackKeys(new String[] {""});
    return resource;
  }

  /** A participant with nothing to do in its second phase. */
  public static final class Nothing {
    /** Called by the library. */
    public boolean commit(BusinessActionContext context) {
      return true;
    }

    /** Called by the library. */
    public boolean rollback(BusinessActionContext context) {
      return true;
    }
  }
}
