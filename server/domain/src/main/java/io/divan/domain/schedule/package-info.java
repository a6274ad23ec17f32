/**
 * When something is to happen: crons with seconds, years and time zones, fixed rates and delays,
 * single moments, and days off. Pure functions of what they are given; nothing here has a clock.
 */
@NullMarked
package io.divan.domain.schedule;

import org.jspecify.annotations.NullMarked;
