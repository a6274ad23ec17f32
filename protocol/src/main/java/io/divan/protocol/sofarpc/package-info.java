/**
 * What SOFARPC puts into Bolt frames: its header keys, and its request and response objects, which
 * are mere names on the wire.
 *
 * <p>Source: sofa-rpc-all 5.13.2, {@code SofaRpcSerialization}, {@code
 * SofaRequestHessianSerializer}, {@code SofaResponseHessianSerializer}, {@code RemotingConstants}.
 */
@NullMarked
package io.divan.protocol.sofarpc;

import org.jspecify.annotations.NullMarked;
