CREATE TABLE IF NOT EXISTS account (
  id BIGINT NOT NULL PRIMARY KEY,
  balance DECIMAL(14, 2) NOT NULL,
  opened DECIMAL(14, 2) NOT NULL,
  CONSTRAINT never_below_zero CHECK (balance >= 0)
);
CREATE TABLE IF NOT EXISTS debit (
  order_no BIGINT NOT NULL PRIMARY KEY,
  account BIGINT NOT NULL,
  amount DECIMAL(14, 2) NOT NULL
);
CREATE TABLE IF NOT EXISTS deposit (
  number BIGINT NOT NULL PRIMARY KEY,
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
