package io.divan.conformance.seata;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.rm.tcc.TCCResource;
import org.apache.seata.rm.tcc.api.BusinessActionContext;

/** A TCC participant that notes what is asked of it. */
public class TccAction {
  static final Queue<String> CALLS = new ConcurrentLinkedQueue<>();

  private final String name;
  private volatile boolean succeeds = true;

  TccAction(String name) {
    this.name = name;
  }

  static TccAction registered(String name) throws NoSuchMethodException {
    var action = new TccAction(name);
    action.register();
    return action;
  }

  final void register() throws NoSuchMethodException {
    var resource = new TCCResource();
    resource.setAppName("tcc-app");
    resource.setActionName(name);
    resource.setTargetBean(this);
    resource.setPrepareMethod(TccAction.class.getMethod("commit", BusinessActionContext.class));
    resource.setCommitMethod(TccAction.class.getMethod("commit", BusinessActionContext.class));
    resource.setRollbackMethod(TccAction.class.getMethod("rollback", BusinessActionContext.class));
    resource.setCommitMethodName("commit");
    resource.setRollbackMethodName("rollback");
    resource.setCommitArgsClasses(new Class<?>[] {BusinessActionContext.class});
    resource.setRollbackArgsClasses(new Class<?>[] {BusinessActionContext.class});
    resource.setPhaseTwoCommitKeys(new String[] {""});
    resource.setPhaseTwoRollbackKeys(new String[] {""});
    DefaultResourceManager.get().registerResource(resource);
  }

  void tryIt(String xid) throws TransactionException {
    DefaultResourceManager.get()
        .branchRegister(BranchType.TCC, name, null, xid, "{\"actionContext\":{}}", null);
  }

  void succeeds(boolean now) {
    succeeds = now;
  }

  /** Called by the library in the second phase. */
  public boolean commit(BusinessActionContext context) {
    CALLS.add("commit " + name);
    return succeeds;
  }

  /** Called by the library in the second phase. */
  public boolean rollback(BusinessActionContext context) {
    CALLS.add("rollback " + name);
    return succeeds;
  }
}
