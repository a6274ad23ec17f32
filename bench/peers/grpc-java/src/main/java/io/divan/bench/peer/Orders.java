package io.divan.bench.peer;

import io.divan.bench.load.Order;
import io.divan.bench.peer.proto.OrderMessage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;

/** Orders as messages and back, which an application that has orders has to do. */
final class Orders {
  private Orders() {}

  static OrderMessage toMessage(Order order) {
    OrderMessage.Builder message =
        OrderMessage.newBuilder()
            .setId(order.id)
            .setVersion(order.version)
            .setPriority(order.priority)
            .setFlags(order.flags)
            .setPaid(order.paid)
            .setRate(order.rate)
            .setShare(order.share)
            .setCustomer(order.customer)
            .setBank(order.bank)
            .setNote(order.note)
            .setAmount(order.amount.toString())
            .setCreated(order.created.getTime())
            .setKind(
                order.kind == Order.Kind.STANDING
                    ? OrderMessage.Kind.STANDING
                    : OrderMessage.Kind.ONCE)
            .addAllTags(order.tags)
            .putAllCounts(order.counts)
            .setFirst(toMessage(order.first));
    for (int day : order.days) {
      message.addDays(day);
    }
    for (Order.Line line : order.lines) {
      message.addLines(toMessage(line));
    }
    return message.build();
  }

  private static OrderMessage.Line toMessage(Order.Line line) {
    return OrderMessage.Line.newBuilder()
        .setArticle(line.article)
        .setQuantity(line.quantity)
        .build();
  }

  static Order toOrder(OrderMessage message) {
    Order order = new Order();
    order.id = message.getId();
    order.version = message.getVersion();
    order.priority = (short) message.getPriority();
    order.flags = (byte) message.getFlags();
    order.paid = message.getPaid();
    order.rate = message.getRate();
    order.share = message.getShare();
    order.customer = message.getCustomer();
    order.bank = message.getBank();
    order.note = message.getNote();
    order.amount = new BigDecimal(message.getAmount());
    order.created = new Date(message.getCreated());
    order.kind =
        message.getKind() == OrderMessage.Kind.STANDING ? Order.Kind.STANDING : Order.Kind.ONCE;
    order.tags = new ArrayList<>(message.getTagsList());
    order.counts = new HashMap<>(message.getCountsMap());
    order.days = message.getDaysList().stream().mapToInt(Integer::intValue).toArray();
    order.first = toLine(message.getFirst());
    order.lines = new ArrayList<>();
    for (OrderMessage.Line line : message.getLinesList()) {
      order.lines.add(toLine(line));
    }
    return order;
  }

  private static Order.Line toLine(OrderMessage.Line message) {
    Order.Line line = new Order.Line();
    line.article = message.getArticle();
    line.quantity = message.getQuantity();
    return line;
  }
}
