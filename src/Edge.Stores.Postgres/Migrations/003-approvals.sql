-- Calls that wait, or waited, for a person. Times are ticks of 100 ns since the Unix epoch. States: 0 pending, 1 approved, 2 denied,
-- 3 expired, 4 consumed; scopes: 0 once, 1 tool. What a state may become is Edge's to say: it reads a row under its lock and writes it back.
CREATE TABLE edge.approvals (
  id text PRIMARY KEY,
  key text NOT NULL,
  tool_key text NOT NULL,
  caller text NOT NULL,
  server text NOT NULL,
  tool text NOT NULL,
  policy text NOT NULL,
  rule text NOT NULL,
  digest text NOT NULL,
  revision text NOT NULL,
  message text NOT NULL,
  arguments text NOT NULL,
  requested_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  changed_at bigint NOT NULL,
  state smallint NOT NULL,
  scope smallint NOT NULL,
  calls_left int,
  used int NOT NULL,
  answered_by text,
  answered_at bigint,
  reason text,
  room text NOT NULL
);
CREATE INDEX approvals_by_key ON edge.approvals (key) WHERE state IN (0, 1, 2);
CREATE INDEX approvals_by_tool ON edge.approvals (tool_key) WHERE state = 1 AND scope = 1;
CREATE INDEX approvals_pending ON edge.approvals (room) WHERE state = 0;
CREATE INDEX approvals_by_end ON edge.approvals (expires_at) WHERE state IN (0, 1);
CREATE INDEX approvals_by_change ON edge.approvals (changed_at);

-- One row: changes with every change, so that an Edge sees with one look whether anything did.
CREATE TABLE edge.approval_revision (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  revision bigint NOT NULL DEFAULT 0
);
INSERT INTO edge.approval_revision DEFAULT VALUES;
