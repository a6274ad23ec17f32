/**
 * Bolt's frames, versions 1 and 2, as bytes and back.
 *
 * <p>Source: com.alipay.sofa:bolt 1.6.10, {@code RpcCommandEncoder}, {@code RpcCommandDecoder} and
 * their V2 twins; layout checked against recorded frames of sofa-rpc-all 5.13.2. Big-endian:
 *
 * <pre>
 * v1  01      type(1) command(2) 01 id(4) codec(1)           timeout(4) | status(2)
 *     classLength(2) headerLength(2) contentLength(4) class header content
 * v2  02 v(1) type(1) command(2) 01 id(4) codec(1) switch(1) … the same …  crc32(4)
 * </pre>
 *
 * The checksum is there if v is 2 and bit 0 of the switch is set, and covers everything before it.
 */
@NullMarked
package io.divan.protocol.bolt;

import org.jspecify.annotations.NullMarked;
