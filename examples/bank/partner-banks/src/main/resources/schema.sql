CREATE TABLE IF NOT EXISTS account (
  bank CHAR(2) NOT NULL,
  id BIGINT NOT NULL,
  balance DECIMAL(14, 2) NOT NULL,
  PRIMARY KEY (bank, id),
  CONSTRAINT never_below_zero CHECK (balance >= 0)
);
CREATE TABLE IF NOT EXISTS credit (
  order_no BIGINT NOT NULL PRIMARY KEY,
  bank CHAR(2) NOT NULL,
  account BIGINT NOT NULL,
  amount DECIMAL(14, 2) NOT NULL
);
CREATE TABLE IF NOT EXISTS undo_log (
  branch_id BIGINT NOT NULL,
  xid VARCHAR(128) NOT NULL,
  context VARCHAR(128) NOT NULL,
  rollback_info LONGBLOB NOT NULL,
  log_status INT NOT NULL,
  log_created DATETIME(6) NOT NULL,
  log_modified DATETIME(6) NOT NULL,
  UNIQUE KEY ux_undo_log (xid, branch_id)
);
