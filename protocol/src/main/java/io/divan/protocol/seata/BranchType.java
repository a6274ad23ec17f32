package io.divan.protocol.seata;

/** How a branch is committed or rolled back; the ordinal is the wire's byte. */
public enum BranchType {
  AT,
  TCC,
  SAGA,
  XA,
  SAGA_ANNOTATION;

  static BranchType of(int code) {
    return WireEnums.at(values(), code, "branch type");
  }
}
