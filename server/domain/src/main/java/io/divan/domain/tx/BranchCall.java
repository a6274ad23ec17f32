package io.divan.domain.tx;

/**
 * The second phase of a branch, as it is asked of a resource manager; the answer is a {@link
 * BranchAnswer}.
 */
public record BranchCall(
    boolean commit,
    Xid xid,
    long branch,
    BranchKind kind,
    String resource,
    String applicationData) {}
