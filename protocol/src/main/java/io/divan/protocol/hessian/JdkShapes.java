package io.divan.protocol.hessian;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of the JDK that are always allowed, as the peers write them.
 *
 * <p>Source: com.alipay.sofa:hessian 3.5.6, the serializers registered in {@code SerializerFactory}
 * and the {@code *Handle} classes.
 */
@SuppressWarnings("JavaUtilDate") // dates are on the wire
final class JdkShapes {
  /** Parsing decimal digits takes quadratic time. */
  private static final int LONGEST_NUMBER = 10_000;

  private final List<ObjectShape> shapes = new ArrayList<>();

  static List<ObjectShape> all() {
    JdkShapes jdk = new JdkShapes();
    jdk.numbersAndNames();
    jdk.dates();
    jdk.localTimes();
    jdk.zonedTimes();
    jdk.amountsOfTime();
    return jdk.shapes;
  }

  private void numbersAndNames() {
    value(BigDecimal.class, new String[] {"value"}, v -> of(v.toString()), JdkShapes::decimal);
    value(
        BigInteger.class,
        new String[] {"signum", "mag"},
        v -> of(v.signum(), magnitude(v)),
        v -> new BigInteger((int) need(v[0]), bytes((int[]) need(v[1]))));
    value(
        UUID.class,
        new String[] {"mostSigBits", "leastSigBits"},
        v -> of(v.getMostSignificantBits(), v.getLeastSignificantBits()),
        v -> new UUID((long) need(v[0]), (long) need(v[1])));
    value(
        Currency.class,
        new String[] {"currencyCode"},
        v -> of(v.getCurrencyCode()),
        v -> Currency.getInstance((String) need(v[0])));
    value(
        Optional.class,
        new String[] {"value"},
        v -> of(((Optional<?>) v).orElse(null)),
        v -> optional(v[0]));
    value(
        AtomicInteger.class,
        new String[] {"value"},
        v -> of(v.get()),
        v -> new AtomicInteger((int) need(v[0])));
    value(
        AtomicLong.class,
        new String[] {"value"},
        v -> of(v.get()),
        v -> new AtomicLong(((Number) need(v[0])).longValue()));
    value(
        AtomicBoolean.class,
        new String[] {"value"},
        v -> of(v.get() ? 1 : 0),
        v -> new AtomicBoolean((int) need(v[0]) != 0));
    value(
        StackTraceElement.class,
        new String[] {"declaringClass", "methodName", "fileName", "lineNumber"},
        v -> of(v.getClassName(), v.getMethodName(), v.getFileName(), v.getLineNumber()),
        v ->
            new StackTraceElement(
                (String) need(v[0]), (String) need(v[1]), text(v[2]), (int) need(v[3])));
    standIn(
        Locale.class,
        "com.caucho.hessian.io.LocaleHandle",
        new String[] {"value"},
        v -> of(v.toString()),
        v -> locale((String) need(v[0])));
  }

  private void dates() {
    value(
        java.sql.Date.class,
        new String[] {"value"},
        v -> of(new Date(v.getTime())),
        v -> new java.sql.Date(millis(v[0])));
    value(
        java.sql.Time.class,
        new String[] {"value"},
        v -> of(new Date(v.getTime())),
        v -> new java.sql.Time(millis(v[0])));
    value(
        java.sql.Timestamp.class,
        new String[] {"value"},
        v -> of(new Date(v.getTime())),
        v -> new java.sql.Timestamp(millis(v[0])));
    standIn(
        Calendar.class,
        "com.caucho.hessian.io.CalendarHandle",
        new String[] {"type", "date"},
        v -> of(null, v.getTime()),
        v -> calendar(millis(v[1])));
  }

  private void localTimes() {
    time(
        LocalDate.class,
        new String[] {"year", "month", "day"},
        v -> of(v.getYear(), v.getMonthValue(), v.getDayOfMonth()),
        v -> LocalDate.of((int) need(v[0]), (int) need(v[1]), (int) need(v[2])));
    time(
        LocalTime.class,
        new String[] {"hour", "minute", "second", "nano"},
        v -> of(v.getHour(), v.getMinute(), v.getSecond(), v.getNano()),
        v -> LocalTime.of((int) need(v[0]), (int) need(v[1]), (int) need(v[2]), (int) need(v[3])));
    time(
        LocalDateTime.class,
        new String[] {"date", "time"},
        v -> of(v.toLocalDate(), v.toLocalTime()),
        v -> LocalDateTime.of((LocalDate) need(v[0]), (LocalTime) need(v[1])));
    time(Year.class, new String[] {"year"}, v -> of(v.getValue()), v -> Year.of((int) need(v[0])));
    time(
        YearMonth.class,
        new String[] {"year", "month"},
        v -> of(v.getYear(), v.getMonthValue()),
        v -> YearMonth.of((int) need(v[0]), (int) need(v[1])));
    time(
        MonthDay.class,
        new String[] {"month", "day"},
        v -> of(v.getMonthValue(), v.getDayOfMonth()),
        v -> MonthDay.of((int) need(v[0]), (int) need(v[1])));
  }

  private void zonedTimes() {
    time(
        ZoneOffset.class,
        new String[] {"seconds"},
        v -> of(v.getTotalSeconds()),
        v -> ZoneOffset.ofTotalSeconds((int) need(v[0])));
    time(
        ZoneId.class,
        new String[] {"zoneId"},
        v -> of(v.getId()),
        v -> ZoneId.of((String) need(v[0])));
    time(
        OffsetDateTime.class,
        new String[] {"dateTime", "offset"},
        v -> of(v.toLocalDateTime(), v.getOffset()),
        v -> OffsetDateTime.of((LocalDateTime) need(v[0]), offset(v[1])));
    time(
        OffsetTime.class,
        new String[] {"localTime", "zoneOffset"},
        v -> of(v.toLocalTime(), v.getOffset()),
        v -> OffsetTime.of((LocalTime) need(v[0]), offset(v[1])));
    time(
        ZonedDateTime.class,
        new String[] {"zoneId", "dateTime", "offset"},
        v -> of(v.getZone().getId(), v.toLocalDateTime(), v.getOffset()),
        v ->
            ZonedDateTime.ofLocal(
                (LocalDateTime) need(v[1]), ZoneId.of((String) need(v[0])), offset(v[2])));
  }

  private void amountsOfTime() {
    time(
        Instant.class,
        new String[] {"seconds", "nanos"},
        v -> of(v.getEpochSecond(), v.getNano()),
        v -> Instant.ofEpochSecond((long) need(v[0]), (int) need(v[1])));
    time(
        Duration.class,
        new String[] {"seconds", "nanos"},
        v -> of(v.getSeconds(), v.getNano()),
        v -> Duration.ofSeconds((long) need(v[0]), (int) need(v[1])));
    time(
        Period.class,
        new String[] {"years", "months", "days"},
        v -> of(v.getYears(), v.getMonths(), v.getDays()),
        v -> Period.of((int) need(v[0]), (int) need(v[1]), (int) need(v[2])));
  }

  private <T> void value(
      Class<T> type,
      String[] fields,
      Function<T, @Nullable Object[]> toValues,
      Function<@Nullable Object[], @Nullable Object> fromValues) {
    shapes.add(
        new ConvertedShape(
            type, type.getName(), false, fields, v -> toValues.apply(type.cast(v)), fromValues));
  }

  private <T> void standIn(
      Class<T> type,
      String wireName,
      String[] fields,
      Function<T, @Nullable Object[]> toValues,
      Function<@Nullable Object[], @Nullable Object> fromValues) {
    shapes.add(
        new ConvertedShape(
            type, wireName, true, fields, v -> toValues.apply(type.cast(v)), fromValues));
  }

  private <T> void time(
      Class<T> type,
      String[] fields,
      Function<T, @Nullable Object[]> toValues,
      Function<@Nullable Object[], @Nullable Object> fromValues) {
    String handle = "com.caucho.hessian.io.java8." + type.getSimpleName() + "Handle";
    standIn(type, handle, fields, toValues, fromValues);
  }

  private static @Nullable Object[] of(@Nullable Object... values) {
    return values;
  }

  private static Object need(@Nullable Object value) {
    return Objects.requireNonNull(value, "a field is missing");
  }

  private static @Nullable String text(@Nullable Object value) {
    return (String) value;
  }

  private static BigDecimal decimal(@Nullable Object[] values) {
    String digits = (String) need(values[0]);
    if (digits.length() > LONGEST_NUMBER) {
      throw new IllegalArgumentException("a number of " + digits.length() + " digits");
    }
    return new BigDecimal(digits);
  }

  /** The 32-bit words of the absolute value, most significant first. */
  private static int[] magnitude(BigInteger value) {
    byte[] bytes = value.abs().toByteArray();
    int words = value.signum() == 0 ? 0 : (value.abs().bitLength() + 31) / 32;
    byte[] padded = new byte[4 * words];
    int used = Math.min(bytes.length, padded.length);
    System.arraycopy(bytes, bytes.length - used, padded, padded.length - used, used);
    int[] magnitude = new int[words];
    ByteBuffer.wrap(padded).asIntBuffer().get(magnitude);
    return magnitude;
  }

  private static byte[] bytes(int[] magnitude) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * magnitude.length);
    bytes.asIntBuffer().put(magnitude);
    return bytes.array();
  }

  private static Optional<Object> optional(@Nullable Object value) {
    return Optional.ofNullable(value);
  }

  private static long millis(@Nullable Object date) {
    return ((Date) need(date)).getTime();
  }

  private static ZoneOffset offset(@Nullable Object offset) {
    return (ZoneOffset) need(offset);
  }

  private static Calendar calendar(long millis) {
    Calendar calendar = new GregorianCalendar();
    calendar.setTimeInMillis(millis);
    return calendar;
  }

  /** What {@code Locale.toString} gives, {@code language_COUNTRY_variant}; more is left out. */
  private static Locale locale(String text) {
    String[] parts = text.split("[_-]", 4);
    Locale.Builder builder = new Locale.Builder().setLanguage(parts[0]);
    if (parts.length > 1) {
      builder.setRegion(parts[1]);
    }
    if (parts.length > 2 && !parts[2].startsWith("#")) {
      builder.setVariant(parts[2]);
    }
    return builder.build();
  }
}
