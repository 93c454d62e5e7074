-- What `npm run bench -- doses` needs besides the schema itself: an invented city laid down as sets, and the reference, one
-- durable transaction per dose that leaves the rows which the set writer leaves. No table name is qualified.

CREATE SCHEMA bench;
CREATE SEQUENCE bench.spread;
CREATE SEQUENCE bench.hot;
GRANT USAGE ON SCHEMA bench TO muitiem_writer;
GRANT USAGE ON SEQUENCE bench.spread, bench.hot TO muitiem_writer;

-- Ids follow from a kind and a number, so that the load can name people and places without asking for them.
CREATE FUNCTION bench.id(kind integer, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ('01890a5d-' || lpad(to_hex(kind), 4, '0') || '-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid
$$;

-- Neighbours in number are far from each other in place; the hot ones all come to the first session.
CREATE FUNCTION bench.session_number(number bigint, is_hot boolean) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN is_hot THEN 0 ELSE (number * 40503 % 65536 % 200)::integer END
$$;
CREATE FUNCTION bench.lot_number(number bigint, is_hot boolean) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN is_hot THEN 0 ELSE (number * 40503 % 65536 / 200 % 8)::integer END
$$;

-- 36 wards, 200 sites with a session of today and an official each, 8 lots, and a million doses of each lot at each session.
CREATE FUNCTION bench.lay_city(secret_hash text, permissions text[], product_code text, session_day date, since timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  city uuid := bench.id(1, 0);
  campaign_id uuid := bench.id(12, 0);
  vaccine product;
BEGIN
  SELECT * INTO STRICT vaccine FROM product WHERE code = product_code;
  INSERT INTO place (id, kind, parent_id, valid_from)
    SELECT bench.id(1, n), CASE n WHEN 0 THEN 'district' ELSE 'ward' END, CASE n WHEN 0 THEN NULL ELSE city END, since::date
    FROM generate_series(0, 36) AS n;
  INSERT INTO place_name (place_id, kind, code, name, name_folded, valid_from)
    SELECT p.id, p.kind, lpad(row_number() OVER (ORDER BY p.id)::text, 5, '9'), 'Phường giả định', 'phuong gia dinh', p.valid_from
    FROM place p;
  INSERT INTO place_within (place_id, ancestor_id, depth, valid_from)
    SELECT id, id, 0, valid_from FROM place UNION ALL SELECT id, parent_id, 1, valid_from FROM place WHERE parent_id IS NOT NULL;
  INSERT INTO campaign (id, name, antigen, from_on, to_on, state)
    VALUES (campaign_id, 'Đợt tiêm giả định', vaccine.antigen, session_day - 7, session_day + 30, 'open');
  INSERT INTO campaign_product (campaign_id, product_id) VALUES (campaign_id, vaccine.id);
  INSERT INTO lot (id, product_id, code, code_folded, created_at)
    SELECT bench.id(4, n), vaccine.id, 'BENCH' || n, 'bench' || n, since FROM generate_series(0, 7) AS n;
  INSERT INTO lot_event (id, lot_id, kind, value_on, decided_on, at)
    SELECT bench.id(14, n), bench.id(4, n), 'expiry', session_day + 90, since::date, since FROM generate_series(0, 7) AS n;
  INSERT INTO site (id, name, kind, ward_id, valid_from)
    SELECT bench.id(2, n), 'Điểm tiêm ' || n, 'fixed', bench.id(1, 1 + n % 36), since::date FROM generate_series(0, 199) AS n;
  INSERT INTO session (id, site_id, ward_id, campaign_id, session_on, capacity, state, opened_at)
    SELECT bench.id(3, n), bench.id(2, n), bench.id(1, 1 + n % 36), campaign_id, session_day, 20000, 'open', since
    FROM generate_series(0, 199) AS n;
  INSERT INTO holder (id, kind, created_at)
    SELECT bench.id(15, n), kind, since
    FROM unnest(ARRAY['supplier', 'used', 'wasted', 'unaccounted', 'overfill']) WITH ORDINALITY AS h (kind, n)
    ON CONFLICT DO NOTHING;
  INSERT INTO holder (id, kind, place_id, site_id, session_id, created_at)
    SELECT bench.id(5, n), 'session', bench.id(1, 1 + n % 36), bench.id(2, n), bench.id(3, n), since FROM generate_series(0, 199) AS n;
  INSERT INTO movement (id, kind, from_holder_id, to_holder_id, lot_id, product_id, doses, occurred_on, recorded_at, cause_kind)
    SELECT bench.id(13, 8 * s + l), 'issue', (SELECT id FROM holder WHERE kind = 'supplier'), bench.id(5, s), bench.id(4, l),
      vaccine.id, 1000000, session_day, since, 'bench'
    FROM generate_series(0, 199) AS s, generate_series(0, 7) AS l;
  INSERT INTO balance (holder_id, holder_kind, lot_id, doses)
    SELECT to_holder_id, 'session', lot_id, doses FROM movement WHERE cause_kind = 'bench';
  INSERT INTO account (id, sign_in_name, full_name, secret_hash, secret_kind, created_at)
    SELECT bench.id(6, n), 'nhap-lieu-' || n, 'Cán bộ giả định ' || n, secret_hash, 'password', since FROM generate_series(0, 199) AS n;
  INSERT INTO access_grant (id, account_id, role, site_id, valid_from)
    SELECT bench.id(7, n), bench.id(6, n), 'data-entry', bench.id(2, n), since FROM generate_series(0, 199) AS n;
  INSERT INTO grant_reach (account_id, permission, target_id, valid_from, grant_id)
    SELECT bench.id(6, n), permission, bench.id(2, n), since, bench.id(7, n) FROM generate_series(0, 199) AS n, unnest(permissions) AS permission;
END $$;

-- People who have come to their session, are checked in and found eligible, and have had no dose.
CREATE FUNCTION bench.lay_people(is_hot boolean, from_number bigint, to_number bigint, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMPORARY TABLE arrival ON COMMIT DROP AS
    SELECT n, bench.id(CASE WHEN is_hot THEN 9 ELSE 8 END, n) AS person_id, bench.session_number(n, is_hot) AS session_number
    FROM generate_series(from_number, to_number) AS n;
  INSERT INTO person (id, canonical_id, ward_id, full_name, full_name_folded, name_key, born_on, born_precision, sex, priority_code, created_at)
    SELECT person_id, person_id, bench.id(1, 1 + session_number % 36), 'Người giả định ' || n, 'nguoi gia dinh ' || n, n || ' dinh gia nguoi',
      date '1941-03-05' + (n * 7919 % 22000)::integer, 'day', 'unknown', 1 + n % 16, at
    FROM arrival;
  INSERT INTO check_in (id, person_id, session_id, at, author_id, how)
    SELECT bench.id(CASE WHEN is_hot THEN 17 ELSE 16 END, n), person_id, bench.id(3, session_number), at, bench.id(6, session_number), 'search'
    FROM arrival;
  INSERT INTO screening (id, person_id, session_id, at, author_id, outcome)
    SELECT bench.id(CASE WHEN is_hot THEN 19 ELSE 18 END, n), person_id, bench.id(3, session_number), at, bench.id(6, session_number), 'eligible'
    FROM arrival;
  INSERT INTO session_count AS c (session_id, arrived, eligible)
    SELECT bench.id(3, session_number), count(*), count(*) FROM arrival GROUP BY session_number
    ON CONFLICT (session_id) DO UPDATE SET arrived = c.arrived + excluded.arrived, eligible = c.eligible + excluded.eligible;
END $$;

-- The reference: everything in one call. It locks and reads in the writer's order, takes the audit lane last, and knows only the
-- plainest rule (how many doses a course has), so that it does no more work than the service does.
CREATE FUNCTION bench.record_dose(client integer, is_hot boolean) RETURNS text LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  person_number bigint := nextval(CASE WHEN is_hot THEN 'bench.hot'::regclass ELSE 'bench.spread'::regclass END);
  session_number integer := bench.session_number(person_number, is_hot);
  stated_id uuid := bench.id(CASE WHEN is_hot THEN 9 ELSE 8 END, person_number);
  here_id uuid := bench.id(3, session_number);
  from_lot_id uuid := bench.id(4, bench.lot_number(person_number, is_hot));
  by_id uuid := bench.id(6, session_number);
  entry_id uuid := uuidv7();
  movement_id uuid := uuidv7();
  set_id uuid := uuidv7();
  now_at timestamptz := date_trunc('milliseconds', clock_timestamp());
  given_day date := (now_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
  payload bytea;
  person_row record;
  facts record;
  new_step text;
  new_outcome text := 'accepted';
  left_doses integer;
  lane_row record;
  audit_detail text;
  audit_hash bytea;
BEGIN
  payload := sha256(convert_to(format('{"id":"%s","kind":"dose","lot":"%s","personId":"%s","sessionId":"%s","givenAt":"%s"}',
    entry_id, from_lot_id, stated_id, here_id, now_at), 'UTF8'));
  SELECT canonical_id, ward_id, group_id, born_on, priority_code INTO STRICT person_row FROM person
    WHERE id = (SELECT canonical_id FROM person WHERE id = stated_id) FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM receipt WHERE id = entry_id) THEN RETURN 'duplicate'; END IF;
  SELECT s.ward_id, s.site_id, s.campaign_id, s.state, h.id AS holder_id, l.product_id, p.antigen, p.family, c.basic_doses,
    (SELECT value_on FROM lot_event e WHERE e.lot_id = l.id AND e.kind = 'expiry' AND e.decided_on <= given_day
      ORDER BY e.decided_on DESC LIMIT 1) AS expires_on,
    (SELECT count(*) FROM dose_standing d WHERE d.person_id = person_row.canonical_id AND d.antigen = p.antigen AND d.step IS NOT NULL) AS earlier,
    (SELECT count(*) FROM age_cut WHERE from_age <= extract(year FROM age(given_day, person_row.born_on))) AS age_cell,
    EXISTS (SELECT FROM check_in i WHERE i.session_id = s.id AND i.person_id = stated_id) AS checked_in,
    (SELECT outcome FROM screening i WHERE i.session_id = s.id AND i.person_id = stated_id ORDER BY i.at DESC LIMIT 1) AS screened,
    (SELECT max(version) FROM rule_set) AS rules_version,
    (SELECT id FROM holder WHERE kind = 'used') AS used_id
    INTO STRICT facts
    FROM session s JOIN holder h ON h.session_id = s.id, lot l JOIN product p ON p.id = l.product_id
      JOIN course c ON c.antigen = p.antigen AND c.family = p.family AND c.valid_from <= given_day AND (c.valid_to IS NULL OR c.valid_to > given_day)
    WHERE s.id = here_id AND l.id = from_lot_id;
  new_step := CASE WHEN facts.earlier < facts.basic_doses THEN 'primary-' || facts.earlier + 1
                   ELSE 'booster-' || facts.earlier - facts.basic_doses + 1 END;
  IF NOT facts.checked_in OR facts.screened <> 'eligible' OR facts.expires_on < given_day THEN new_outcome := 'needs_review'; END IF;

  INSERT INTO receipt (id, kind, payload_hash, outcome, author_id, captured_at, received_at, session_id, person_id)
    VALUES (entry_id, 'dose', payload, new_outcome, by_id, now_at, now_at, here_id, stated_id);
  INSERT INTO movement (id, kind, from_holder_id, to_holder_id, lot_id, product_id, doses, occurred_on, recorded_at, cause_kind, cause_id)
    VALUES (movement_id, 'use', facts.holder_id, facts.used_id, from_lot_id, facts.product_id, 1, given_day, now_at, 'set', set_id);
  INSERT INTO dose (id, person_id, session_id, ward_id, site_id, residence_id, group_id, campaign_id, antigen, product_id, lot_id, movement_id,
      given_at, given_on, captured_at, recorded_at, entered_on, author_id, age_cell, priority_code, origin, source)
    VALUES (entry_id, stated_id, here_id, facts.ward_id, facts.site_id, person_row.ward_id, person_row.group_id, facts.campaign_id, facts.antigen,
      facts.product_id, from_lot_id, movement_id, now_at, given_day, now_at, now_at, given_day, by_id, facts.age_cell, person_row.priority_code,
      'site', 'administered');
  INSERT INTO dose_standing (dose_id, person_id, antigen, given_on, day_rank, step, age_cell, rules_version)
    VALUES (entry_id, person_row.canonical_id, facts.antigen, given_day, 0, new_step, facts.age_cell, facts.rules_version);
  INSERT INTO balance AS b (holder_id, holder_kind, lot_id, doses) VALUES (facts.holder_id, 'session', from_lot_id, -1)
    ON CONFLICT (holder_id, lot_id) DO UPDATE SET doses = b.doses - 1 RETURNING doses INTO left_doses;
  IF left_doses < 0 THEN RAISE EXCEPTION 'the bench has run out of stock'; END IF;
  INSERT INTO coverage_ward AS c (ward_id, antigen, step, age_cell, priority_code, doses)
    VALUES (person_row.ward_id, facts.antigen, new_step, facts.age_cell, person_row.priority_code, 1)
    ON CONFLICT (ward_id, antigen, step, age_cell, priority_code) DO UPDATE SET doses = c.doses + 1;
  INSERT INTO coverage_day AS c (ward_id, given_on, antigen, step, age_cell, doses)
    VALUES (person_row.ward_id, given_day, facts.antigen, new_step, facts.age_cell, 1)
    ON CONFLICT (ward_id, given_on, antigen, step, age_cell) DO UPDATE SET doses = c.doses + 1;
  INSERT INTO entry_delay AS c (given_on, ward_id, site_id, product_id, step, entered_on, doses)
    VALUES (given_day, facts.ward_id, facts.site_id, facts.product_id, new_step, given_day, 1)
    ON CONFLICT (given_on, ward_id, site_id, product_id, step, entered_on) DO UPDATE SET doses = c.doses + 1;
  INSERT INTO session_count AS c (session_id, given, counted) VALUES (here_id, 1, 1)
    ON CONFLICT (session_id) DO UPDATE SET given = c.given + 1, counted = c.counted + 1;

  SELECT id, seq + 1 AS seq, head INTO STRICT lane_row FROM audit_lane WHERE id = 16 + client % 16 FOR UPDATE;
  audit_detail := format('{"entryId":"%s","kind":"dose","outcome":"%s"}', entry_id, new_outcome);
  audit_hash := sha256(lane_row.head || convert_to(concat_ws(E'\n', lane_row.id, lane_row.seq,
    to_char(now_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), by_id, '', 'putEntry', 'person', stated_id, facts.ward_id, audit_detail), 'UTF8'));
  INSERT INTO audit_entry (lane, seq, at, actor_id, action, subject_kind, subject_id, place_id, detail, hash)
    VALUES (lane_row.id, lane_row.seq, now_at, by_id, 'putEntry', 'person', stated_id, facts.ward_id, audit_detail, audit_hash);
  UPDATE audit_lane SET seq = lane_row.seq, head = audit_hash WHERE id = lane_row.id;
  RETURN new_outcome;
END $$;
