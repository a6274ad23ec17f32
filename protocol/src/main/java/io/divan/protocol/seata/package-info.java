/**
 * Seata's frame version 1 and its own ("seata") body codec, as org.apache.seata:seata-all 2.6.0 and
 * io.seata:seata-all 2.0.0 write them. No logic.
 */
@NullMarked
package io.divan.protocol.seata;

import org.jspecify.annotations.NullMarked;
