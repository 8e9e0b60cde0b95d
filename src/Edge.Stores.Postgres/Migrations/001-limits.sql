-- Counts that several Edges share. Times are ticks of 100 ns since the Unix epoch. Amounts are exact; what would not fit into the 96 bits and
-- 28 decimal places of Edge's numbers is rounded up, never down. The meaning of every algorithm is that of Edge.Policy.Limits.Counting:
-- one set of tests runs on both.

-- One row: the latest time that all Edges may rely on.
CREATE TABLE edge.state (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  fingerprint text,
  latest bigint NOT NULL DEFAULT 0
);
INSERT INTO edge.state DEFAULT VALUES;

-- Counts in windows and buckets. The key is the SHA-256 of the count's key: rows are small, and no argument of a call is kept.
--   place  fixed: the window's number; sliding: the newest slice's; token bucket: the time to which 'used' belongs
--   used   fixed, token bucket: how much is taken
--   more   sliding: its 33 slices, by number modulo 33; token bucket: all that was ever given back
CREATE TABLE edge.counts (
  key bytea PRIMARY KEY,
  place bigint NOT NULL,
  used numeric NOT NULL,
  more numeric[],
  sweep_at bigint NOT NULL
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
-- sweep_at is kept coarse, so that most updates change no index.
CREATE INDEX counts_by_sweep ON edge.counts (sweep_at);

-- Edges that live. A permit without an end of its own is held as long as its Edge lives.
CREATE SEQUENCE edge.edge_ids;
CREATE TABLE edge.edges (
  id bigint PRIMARY KEY,
  alive_until bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE edge.permits (
  edge bigint NOT NULL,
  seq bigint NOT NULL,
  key bytea NOT NULL,
  amount numeric NOT NULL,
  until bigint,
  PRIMARY KEY (edge, seq)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
CREATE INDEX permits_by_key ON edge.permits (key);
CREATE INDEX permits_by_end ON edge.permits (until) WHERE until IS NOT NULL;

-- The database's clock, alone in a function so that tests can set it.
CREATE FUNCTION edge.wall() RETURNS bigint LANGUAGE sql AS
$$ SELECT (extract(epoch FROM clock_timestamp()) * 10000000)::bigint $$;

-- The time by which counts run: the database's clock, except that nobody follows it back. Each Edge passes what it knows of it (p_floor).
CREATE FUNCTION edge.time(p_floor bigint) RETURNS bigint LANGUAGE plpgsql AS
$$ BEGIN RETURN greatest(edge.wall(), p_floor, (SELECT latest FROM edge.state)); END $$;

-- The least number of Edge's that is not below v; null if there is none.
CREATE FUNCTION edge.up(v numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  s int;
  r numeric;
BEGIN
  v := trim_scale(v);
  IF scale(v) <= 28 AND v < 7.9 OR scale(v) <= 18 AND v < 79000000000 THEN
    RETURN v;
  END IF;
  FOR s IN REVERSE least(scale(v), 28)..0 LOOP
    r := round(v, s);
    IF r < v THEN
      r := r + ('1e-' || s)::numeric;
    END IF;
    IF r * ('1e' || s)::numeric < 79228162514264337593543950336 THEN
      RETURN trim_scale(r);
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

-- The same of a sum: nothing is zero, and too much is the greatest number.
CREATE FUNCTION edge.up_or_most(v numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS
$$ SELECT coalesce(edge.up(coalesce(v, 0)), 79228162514264337593543950335) $$;

-- A time as sweep_at: eight seconds at a time, later than asked for, and not beyond all time.
CREATE FUNCTION edge.sweep_time(t numeric) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT (div(least(t, 9000000000000000000), 80000000) * 80000000 + 80000000)::bigint $$;

-- The slices of a sliding window: 32 of them are never shorter than the window.
CREATE FUNCTION edge.slice(p_window bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT p_window / 32 + CASE WHEN p_window % 32 = 0 THEN 0 ELSE 1 END $$;

-- What a token bucket drains in a part of a window: 28 places, rounded down or up.
CREATE FUNCTION edge.drained(p_max numeric, p_window bigint, p_elapsed bigint, p_up boolean) RETURNS numeric LANGUAGE sql IMMUTABLE AS
$$ SELECT div(p_max * p_elapsed * 1e28 + CASE WHEN p_up THEN p_window - 1 ELSE 0 END, p_window::numeric) * 1e-28 $$;

-- A count, brought to the present. 'at' is the time for this count: its own never goes back either. 'level' is how much is taken.
CREATE TYPE edge.reading AS (at bigint, place bigint, used numeric, more numeric[], level numeric, first_end bigint);

CREATE FUNCTION edge.read(
  p_key bytea, p_algorithm smallint, p_window bigint, p_max numeric, p_now bigint, p_edge bigint, p_ended bigint[])
RETURNS edge.reading LANGUAGE plpgsql AS $$
DECLARE
  r edge.reading;
  v_slice bigint;
  v_newest bigint;
  v_windows bigint;
BEGIN
  r.at := p_now;
  IF p_algorithm = 3 THEN -- concurrency: place = permits of calls under way; more = what lingers, first_end = until when its first
    SELECT edge.up_or_most(sum(p.amount)), ARRAY[edge.up_or_most(sum(p.amount) FILTER (WHERE p.until IS NOT NULL))], min(p.until),
      count(*) FILTER (WHERE p.until IS NULL)
    INTO r.level, r.more, r.first_end, r.place
    FROM edge.permits p LEFT JOIN edge.edges e ON e.id = p.edge
    WHERE p.key = p_key AND coalesce(p.until, e.alive_until) > p_now AND NOT (p.edge = p_edge AND p.seq = ANY (p_ended));
    r.used := r.level;
    RETURN r;
  END IF;

  SELECT c.place, c.used, c.more INTO r.place, r.used, r.more FROM edge.counts c WHERE c.key = p_key;
  IF p_algorithm = 0 THEN -- fixed
    IF r.place IS NULL OR r.place < p_now / p_window THEN
      r.place := p_now / p_window;
      r.used := 0;
    END IF;
    r.at := greatest(p_now, r.place * p_window);
    r.level := r.used;
  ELSIF p_algorithm = 1 THEN -- sliding
    v_slice := edge.slice(p_window);
    v_newest := p_now / v_slice;
    IF r.place IS NULL OR v_newest - r.place >= 33 THEN
      r.more := array_fill(0::numeric, ARRAY[33]);
      r.place := v_newest;
    ELSE
      WHILE r.place < v_newest LOOP
        r.place := r.place + 1;
        r.more[r.place % 33 + 1] := 0;
      END LOOP;
    END IF;
    r.at := greatest(p_now, r.place * v_slice);
    SELECT edge.up_or_most(sum(m)) INTO r.level FROM unnest(r.more) m;
    r.used := r.level;
  ELSE -- token bucket: a level that drains, the maximum a window
    IF r.place IS NULL THEN
      r.place := p_now;
      r.used := 0;
      r.more := ARRAY[0::numeric];
    END IF;
    r.at := greatest(p_now, r.place);
    v_windows := (r.at - r.place) / p_window;
    IF r.used > 0 AND v_windows > 0 THEN
      r.used := edge.up(greatest(0, r.used - p_max * v_windows));
      r.place := r.place + v_windows * p_window;
    END IF;
    r.level := CASE WHEN r.used = 0 THEN 0 ELSE edge.up(greatest(0, r.used - edge.drained(p_max, p_window, r.at - r.place, false))) END;
    IF r.level = 0 THEN
      r.place := r.at;
      r.used := 0;
    END IF;
  END IF;
  RETURN r;
END $$;

-- Takes p_cost from a count that was read and has room.
CREATE FUNCTION edge.put(p_key bytea, p_algorithm smallint, p_window bigint, p_max numeric, p_cost numeric, r edge.reading)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_sweep bigint;
  v_slot int;
BEGIN
  IF p_algorithm = 0 THEN
    r.used := edge.up(r.used + p_cost);
    v_sweep := edge.sweep_time((r.place + 1)::numeric * p_window);
  ELSIF p_algorithm = 1 THEN
    v_slot := r.place % 33 + 1;
    r.more[v_slot] := edge.up(r.more[v_slot] + p_cost);
    r.used := 0;
    v_sweep := edge.sweep_time((r.place + 33)::numeric * edge.slice(p_window));
  ELSE
    -- What is still to be subtracted may not fit beside it: then it is subtracted now.
    IF edge.up(r.used + p_cost) IS NULL THEN
      r.used := r.level;
      r.place := r.at;
    END IF;
    r.used := edge.up(r.used + p_cost);
    v_sweep := edge.sweep_time(r.place + ceil(r.used * p_window / p_max) + 1);
  END IF;
  INSERT INTO edge.counts AS c (key, place, used, more, sweep_at) VALUES (p_key, r.place, r.used, r.more, v_sweep)
  ON CONFLICT (key) DO UPDATE SET place = r.place, used = r.used, more = r.more, sweep_at = greatest(c.sweep_at, v_sweep);
END $$;

-- Keeps an Edge alive for p_lease.
CREATE FUNCTION edge.renew(p_edge bigint, p_floor bigint, p_lease bigint) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO edge.edges AS e (id, alive_until) VALUES (p_edge, edge.time(p_floor) + p_lease)
  ON CONFLICT (id) DO UPDATE SET alive_until = greatest(e.alive_until, excluded.alive_until)
  RETURNING alive_until - p_lease $$;

-- One call: all enforced counts or none; then, if they were taken, all shadow counts or none. One row a count, in the order given, with what
-- was found before taking.
--   1 an Edge that takes permits lives   2 lock the counts, always in the same order   3 the time, which no lock holds up any more
--   4 read   5 is there room   6 take
-- p_ended are permits of this Edge whose calls are over, although nobody has had the time to remove them yet.
-- Each statement sees what was committed before it: the caller's transaction must be READ COMMITTED.
CREATE FUNCTION edge.take(
  p_take boolean, p_edge bigint, p_floor bigint, p_lease bigint,
  p_keys bytea[], p_locks bigint[], p_algorithms smallint[], p_shadow boolean[], p_windows bigint[],
  p_maxima numeric[], p_capacities numeric[], p_costs numeric[], p_permits bigint[], p_ended bigint[])
RETURNS TABLE (now bigint, wall bigint, taken boolean, taken_in_shadow boolean, at bigint, place bigint, used numeric, more numeric[], first_end bigint)
LANGUAGE plpgsql AS $$
DECLARE
  n constant int := cardinality(p_keys);
  r edge.reading;
  readings edge.reading[];
  room boolean := true;
  room_in_shadow boolean := true;
BEGIN
  -- 1
  IF p_take AND 3 = ANY (p_algorithms) THEN
    now := edge.time(p_floor);
    IF NOT EXISTS (SELECT FROM edge.edges e WHERE e.id = p_edge AND e.alive_until > now + p_lease / 2) THEN
      PERFORM edge.renew(p_edge, p_floor, p_lease);
    END IF;
  END IF;

  -- 2
  IF p_take THEN
    IF n = 1 THEN
      PERFORM pg_advisory_xact_lock(p_locks[1]);
    ELSE
      PERFORM pg_advisory_xact_lock(s.l) FROM (SELECT DISTINCT l FROM unnest(p_locks) l ORDER BY l) s;
    END IF;
  END IF;

  -- 3
  now := edge.time(p_floor);
  wall := edge.wall();

  -- 4, 5
  FOR i IN 1..n LOOP
    r := edge.read(p_keys[i], p_algorithms[i], p_windows[i], p_maxima[i], now, p_edge, p_ended);
    readings[i] := r;
    IF p_costs[i] > 0 AND r.level + p_costs[i] > p_capacities[i] THEN
      IF p_shadow[i] THEN
        room_in_shadow := false;
      ELSE
        room := false;
      END IF;
    END IF;
  END LOOP;
  taken := p_take AND room;
  taken_in_shadow := taken AND room_in_shadow;

  -- 6
  FOR i IN 1..n LOOP
    r := readings[i];
    IF p_costs[i] > 0 AND (taken_in_shadow OR taken AND NOT p_shadow[i]) THEN
      IF p_algorithms[i] = 3 THEN
        INSERT INTO edge.permits (edge, seq, key, amount) VALUES (p_edge, p_permits[i], p_keys[i], p_costs[i]);
      ELSE
        PERFORM edge.put(p_keys[i], p_algorithms[i], p_windows[i], p_maxima[i], p_costs[i], r);
      END IF;
    END IF;
    at := r.at;
    place := r.place;
    used := r.used;
    more := r.more;
    first_end := r.first_end;
    RETURN NEXT;
  END LOOP;
END $$;

-- Calls whose server was never reached give back what they took from windows and buckets, into where it was taken from.
CREATE FUNCTION edge.give_back(
  p_floor bigint, p_keys bytea[], p_locks bigint[], p_algorithms smallint[], p_windows bigint[], p_maxima numeric[],
  p_costs numeric[], p_taken_from bigint[], p_levels numeric[], p_given_before numeric[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_now bigint;
  v_given numeric;
  v_returned numeric;
BEGIN
  PERFORM pg_advisory_xact_lock(s.l) FROM (SELECT DISTINCT l FROM unnest(p_locks) l ORDER BY l) s;
  v_now := edge.time(p_floor);
  FOR i IN 1..cardinality(p_keys) LOOP
    IF p_algorithms[i] = 0 THEN
      UPDATE edge.counts SET used = greatest(0, used - p_costs[i]) WHERE key = p_keys[i] AND place = p_taken_from[i];
    ELSIF p_algorithms[i] = 1 THEN
      UPDATE edge.counts
      SET more[p_taken_from[i] % 33 + 1] = greatest(0, more[p_taken_from[i] % 33 + 1] - p_costs[i])
      WHERE key = p_keys[i] AND place - p_taken_from[i] < 33;
    ELSE
      -- No more than the call still occupies: the rest has drained, or was given back by others.
      SELECT c.more[1] INTO v_given FROM edge.counts c WHERE c.key = p_keys[i];
      CONTINUE WHEN v_given IS NULL;
      v_returned := least(p_costs[i], greatest(0, greatest(0, p_levels[i] - greatest(0, v_given - p_given_before[i]))
        - edge.drained(p_maxima[i], p_windows[i], greatest(0, v_now - p_taken_from[i]), true)));
      UPDATE edge.counts
      SET used = edge.up(greatest(0, used - v_returned)),
          more = ARRAY[edge.up_or_most(v_given + v_returned)]
      WHERE key = p_keys[i];
    END IF;
  END LOOP;
END $$;

-- Forgets at most p_rows counts that new ones would equal, and permits that have ended; how many it forgot, or null if another Edge is at it
-- or was a moment ago. What it forgets had ended before the previous sweep, so before the time of any call under way.
CREATE FUNCTION edge.sweep(p_floor bigint, p_rows int, p_pause bigint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  v_retention constant bigint := 6000000000; -- of Edges that died: ten minutes, so that one that was only cut off finds its permits
  v_now bigint;
  v_before bigint;
  v_counts int;
  v_ended int;
  v_lost int;
BEGIN
  IF NOT pg_try_advisory_xact_lock(7308895137234577257) THEN
    RETURN NULL;
  END IF;
  v_now := edge.time(p_floor);
  SELECT latest INTO v_before FROM edge.state;
  IF v_now - v_before < p_pause THEN
    RETURN NULL;
  END IF;
  UPDATE edge.state SET latest = v_now;

  DELETE FROM edge.counts WHERE key IN
    (SELECT key FROM edge.counts WHERE sweep_at <= v_before LIMIT p_rows FOR UPDATE SKIP LOCKED);
  GET DIAGNOSTICS v_counts = ROW_COUNT;
  DELETE FROM edge.permits WHERE (edge, seq) IN
    (SELECT edge, seq FROM edge.permits WHERE until <= v_before LIMIT p_rows FOR UPDATE SKIP LOCKED);
  GET DIAGNOSTICS v_ended = ROW_COUNT;
  DELETE FROM edge.permits WHERE (edge, seq) IN
    (SELECT p.edge, p.seq FROM edge.permits p LEFT JOIN edge.edges e ON e.id = p.edge
     WHERE p.until IS NULL AND coalesce(e.alive_until, 0) < v_before - v_retention LIMIT p_rows FOR UPDATE OF p SKIP LOCKED);
  GET DIAGNOSTICS v_lost = ROW_COUNT;
  DELETE FROM edge.edges e WHERE e.alive_until < v_before - v_retention AND NOT EXISTS (SELECT FROM edge.permits p WHERE p.edge = e.id);
  RETURN v_counts + v_ended + v_lost;
END $$;
