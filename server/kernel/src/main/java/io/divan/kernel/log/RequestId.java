package io.divan.kernel.log;

/**
 * Names a proposal, so that one that is sent again is not applied again.
 *
 * @param incarnation the server process that proposed; later processes have larger ones
 * @param number counted by that process, from 1
 */
record RequestId(long incarnation, long number) {}
