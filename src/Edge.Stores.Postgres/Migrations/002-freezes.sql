-- Who is stopped. Scopes: 0 all, 1 a server, 2 a grant.
CREATE TABLE edge.freezes (
  scope smallint NOT NULL,
  name text NOT NULL,
  set_by text NOT NULL,
  set_at bigint NOT NULL,
  reason text,
  PRIMARY KEY (scope, name)
);

-- One row: changes with every freeze and thaw, so that an Edge sees with one look whether anything did.
CREATE TABLE edge.freeze_revision (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  revision bigint NOT NULL DEFAULT 0
);
INSERT INTO edge.freeze_revision DEFAULT VALUES;

CREATE FUNCTION edge.freeze(p_scope smallint, p_name text, p_by text, p_reason text) RETURNS SETOF edge.freezes LANGUAGE plpgsql AS $$
BEGIN
  UPDATE edge.freeze_revision SET revision = revision + 1;
  RETURN QUERY INSERT INTO edge.freezes (scope, name, set_by, set_at, reason) VALUES (p_scope, p_name, p_by, edge.wall(), p_reason)
    ON CONFLICT (scope, name) DO UPDATE SET set_by = excluded.set_by, set_at = excluded.set_at, reason = excluded.reason RETURNING *;
END $$;

CREATE FUNCTION edge.thaw(p_scope smallint, p_name text) RETURNS SETOF edge.freezes LANGUAGE plpgsql AS $$
BEGIN
  UPDATE edge.freeze_revision SET revision = revision + 1;
  RETURN QUERY DELETE FROM edge.freezes WHERE scope = p_scope AND name = p_name RETURNING *;
END $$;

-- Nothing if p_revision is current; else the revision with every freeze, or with nulls if there is none.
CREATE FUNCTION edge.freezes_since(p_revision bigint)
RETURNS TABLE (revision bigint, scope smallint, name text, set_by text, set_at bigint, reason text) LANGUAGE sql AS
$$ SELECT r.revision, f.* FROM edge.freeze_revision r LEFT JOIN edge.freezes f ON true WHERE r.revision <> p_revision $$;
