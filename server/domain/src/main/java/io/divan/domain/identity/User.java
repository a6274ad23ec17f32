package io.divan.domain.identity;

import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Caller;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody who can log in.
 *
 * @param passwordIndex the entry that set the password; tokens are good for one password only
 * @param caller the user as the rest of the server meets it, grants included
 */
record User(StoredPassword password, long passwordIndex, Caller caller) {

  static User of(String name, StoredPassword password, long index) {
    return new User(password, index, new Caller(name, Map.of()));
  }

  String name() {
    return caller.name();
  }

  Map<String, Action> grants() {
    return caller.grants();
  }

  boolean isAdministrator() {
    return caller.may(Action.ADMIN, Caller.EVERYWHERE);
  }

  User withPassword(StoredPassword newPassword, long index) {
    return new User(newPassword, index, caller);
  }

  User withGrant(String namespace, Optional<Action> action) {
    Map<String, Action> grants = new LinkedHashMap<>(caller.grants());
    action.ifPresentOrElse(each -> grants.put(namespace, each), () -> grants.remove(namespace));
    return new User(password, passwordIndex, new Caller(caller.name(), grants));
  }
}
