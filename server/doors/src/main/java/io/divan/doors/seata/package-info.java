/**
 * The door for Seata's clients: frame version 1 with the seata codec, port 8091. Source:
 * org.apache.seata:seata-all 2.6.0 and io.seata:seata-all 2.0.0 as clients.
 */
@NullMarked
package io.divan.doors.seata;

import org.jspecify.annotations.NullMarked;
