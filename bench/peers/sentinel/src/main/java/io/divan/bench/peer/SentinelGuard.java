package io.divan.bench.peer;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.alibaba.csp.sentinel.slots.block.RuleConstant;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRuleManager;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleManager;
import io.divan.bench.guard.Guarded;
import java.util.List;

/** sentinel-core with the same rules. */
public final class SentinelGuard implements Guarded {
  private static final String OPEN = "open";
  private static final String LIMITED = "limited";

  public SentinelGuard() {
    FlowRuleManager.loadRules(List.of(rate(OPEN, 16_000_000), rate(LIMITED, LIMIT)));
    DegradeRuleManager.loadRules(
        List.of(
            breaker(RuleConstant.DEGRADE_GRADE_RT, 1_000),
            breaker(RuleConstant.DEGRADE_GRADE_EXCEPTION_RATIO, 0.5)));
  }

  private static FlowRule rate(String resource, double count) {
    FlowRule rule = new FlowRule(resource);
    rule.setCount(count);
    return rule;
  }

  private static DegradeRule breaker(int grade, double count) {
    DegradeRule rule = new DegradeRule(OPEN);
    rule.setGrade(grade);
    rule.setCount(count);
    rule.setSlowRatioThreshold(0.5);
    rule.setTimeWindow(1);
    return rule;
  }

  @Override
  public void enterAndExit() {
    try {
      SphU.entry(OPEN).exit();
    } catch (BlockException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean isLimited() {
    try {
      Entry entry = SphU.entry(LIMITED);
      entry.exit();
      return true;
    } catch (BlockException e) {
      return false;
    }
  }
}
