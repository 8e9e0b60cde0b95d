-- Times are ticks of 100 ns since the Unix epoch.
-- One row. 'latest': the latest time that a count was taken at; no Edge goes back behind it. The revisions change with every change.
CREATE TABLE state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  fingerprint TEXT,
  latest INTEGER NOT NULL DEFAULT 0,
  freezes INTEGER NOT NULL DEFAULT 0,
  approvals INTEGER NOT NULL DEFAULT 0
);
INSERT INTO state (one) VALUES (1);

-- Counts in windows and buckets. The key is the SHA-256 of the count's key, so that nothing of a call's arguments is in the file. 'brief'
-- counts are here only while several processes have the file open. 'sweep_at': from then on the row is worth no more than none.
CREATE TABLE counts (
  key BLOB PRIMARY KEY,
  state BLOB NOT NULL,
  sweep_at INTEGER NOT NULL,
  brief INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX counts_by_sweep ON counts (sweep_at);

-- Processes that have the file open. 'seen': the newest process that this one has made way for.
CREATE TABLE processes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  pid INTEGER NOT NULL,
  seen INTEGER NOT NULL
);

-- The permits that the calls of a process hold, while there are several processes.
CREATE TABLE permits (
  key BLOB NOT NULL,
  process INTEGER NOT NULL,
  state BLOB NOT NULL,
  PRIMARY KEY (key, process)
) WITHOUT ROWID;

-- Who is stopped. Scopes: 0 all, 1 a server, 2 a grant.
CREATE TABLE freezes (
  scope INTEGER NOT NULL,
  name TEXT NOT NULL,
  set_by TEXT NOT NULL,
  set_at INTEGER NOT NULL,
  reason TEXT,
  PRIMARY KEY (scope, name)
) WITHOUT ROWID;

-- Calls that wait, or waited, for a person. States: 0 pending, 1 approved, 2 denied, 3 expired, 4 consumed; scopes: 0 once, 1 tool.
CREATE TABLE approvals (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL,
  tool_key TEXT NOT NULL,
  caller TEXT NOT NULL,
  server TEXT NOT NULL,
  tool TEXT NOT NULL,
  policy TEXT NOT NULL,
  rule TEXT NOT NULL,
  digest TEXT NOT NULL,
  revision TEXT NOT NULL,
  message TEXT NOT NULL,
  arguments TEXT NOT NULL,
  requested_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  state INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  calls_left INTEGER,
  used INTEGER NOT NULL,
  answered_by TEXT,
  answered_at INTEGER,
  reason TEXT,
  room TEXT NOT NULL
);
CREATE INDEX approvals_by_key ON approvals (key) WHERE state IN (0, 1, 2);
CREATE INDEX approvals_by_tool ON approvals (tool_key) WHERE state = 1 AND scope = 1;
CREATE INDEX approvals_pending ON approvals (room) WHERE state = 0;
CREATE INDEX approvals_by_end ON approvals (expires_at) WHERE state IN (0, 1);
CREATE INDEX approvals_by_change ON approvals (changed_at);
