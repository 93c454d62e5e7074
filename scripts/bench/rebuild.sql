-- What `npm run bench -- rebuild` needs beside the city of `doses.sql`: people with two doses each over two months, and every
-- projection of them counted by SQL alone, so that a rebuild which finds nothing different has been checked by another hand.

-- A site's session of a day has a number of its own: 200 sites, day 0 is the first.
CREATE FUNCTION bench.session_of(site_number integer, day integer) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT bench.id(23, 200 * day + site_number)
$$;

CREATE FUNCTION bench.lay_doses(people integer, product_code text, first_day date, days integer, gap integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  vaccine product;
  dose_at timestamptz;
  rules integer := (SELECT max(version) FROM rule_set);
BEGIN
  SELECT * INTO STRICT vaccine FROM product WHERE code = product_code;
  INSERT INTO session (id, site_id, ward_id, campaign_id, session_on, capacity, state)
    SELECT bench.session_of(s, d), bench.id(2, s), bench.id(1, 1 + s % 36), bench.id(12, 0), first_day + d, 20000, 'closed'
    FROM generate_series(0, 199) AS s, generate_series(0, days + gap - 1) AS d;
  INSERT INTO holder (id, kind, place_id, site_id, session_id, created_at)
    SELECT bench.id(25, 200 * d + s), 'session', bench.id(1, 1 + s % 36), bench.id(2, s), bench.session_of(s, d), (first_day + d)::timestamptz
    FROM generate_series(0, 199) AS s, generate_series(0, days + gap - 1) AS d;

  INSERT INTO person (id, canonical_id, ward_id, full_name, full_name_folded, name_key, born_on, born_precision, sex, priority_code, created_at)
    SELECT bench.id(28, n), bench.id(28, n), bench.id(1, 1 + (n % 37) % 36), 'Người giả định ' || n, 'nguoi gia dinh ' || n, n || ' dinh gia nguoi',
      date '1941-03-05' + (n::bigint * 7919 % 22000)::integer, 'day', 'unknown', 1 + n % 16, first_day::timestamptz
    FROM generate_series(1, people) AS n;

  -- Two doses each; of every hundredth person the second was entered twice, and the twin undone.
  CREATE TEMPORARY TABLE laid ON COMMIT DROP AS
    SELECT n, k, bench.id(30 + k, n) AS dose_id, bench.id(28, n) AS person_id, s AS site_number, d AS day,
      bench.session_of(s, d) AS session_id, bench.id(25, 200 * d + s) AS holder_id, bench.lot_number(n, false) AS lot_number,
      (first_day + d + time '02:00' + make_interval(secs => n % 28800))::timestamptz AS at, first_day + d AS given_on,
      -- One dose of fifty is typed in from paper two days later.
      first_day + d + CASE WHEN n % 50 = 0 THEN 2 ELSE 0 END AS entered_on
    FROM (
      SELECT n, k, bench.session_number(n, false) AS s, n / 7 % days + CASE WHEN k = 1 THEN 0 ELSE gap END AS d
      FROM generate_series(1, people) AS n, generate_series(1, 3) AS k WHERE k < 3 OR n % 100 = 0) AS each;

  INSERT INTO check_in (id, person_id, session_id, at, author_id, how)
    SELECT bench.id(40 + k, n), person_id, session_id, at, bench.id(6, site_number), 'search' FROM laid WHERE k < 3;
  INSERT INTO screening (id, person_id, session_id, at, author_id, outcome)
    SELECT bench.id(43 + k, n), person_id, session_id, at, bench.id(6, site_number), 'eligible' FROM laid WHERE k < 3;
  INSERT INTO dose (id, person_id, session_id, ward_id, site_id, residence_id, campaign_id, antigen, product_id, lot_id, movement_id, given_at,
      given_on, captured_at, recorded_at, entered_on, author_id, age_cell, priority_code, origin, source)
    SELECT l.dose_id, l.person_id, l.session_id, bench.id(1, 1 + l.site_number % 36), bench.id(2, l.site_number), p.ward_id, bench.id(12, 0),
      vaccine.antigen, vaccine.id, bench.id(4, l.lot_number), bench.id(51, 8 * (200 * l.day + l.site_number) + l.lot_number),
      l.at + make_interval(secs => 60 * l.k), l.given_on, l.at, l.entered_on + (l.at - l.given_on), l.entered_on, bench.id(6, l.site_number), c.age_cell,
      p.priority_code, CASE WHEN l.given_on = l.entered_on THEN 'site' ELSE 'paper' END, 'administered'
    FROM laid l JOIN person p ON p.id = l.person_id,
      LATERAL (SELECT count(*)::smallint AS age_cell FROM age_cut WHERE from_age <= extract(year FROM age(l.given_on, p.born_on))) AS c;
  INSERT INTO dose_change (id, dose_id, kind, reason, by_id, at)
    SELECT bench.id(35, n), dose_id, 'void', 'Nhập hai lần', bench.id(6, site_number), at + interval '1 hour' FROM laid WHERE k = 3;
  INSERT INTO dose_standing (dose_id, person_id, antigen, given_on, day_rank, step, age_cell, rules_version)
    SELECT l.dose_id, l.person_id, d.antigen, d.given_on, CASE WHEN l.k < 3 THEN 0 END, CASE WHEN l.k < 3 THEN 'primary-' || l.k END, d.age_cell, rules
    FROM laid l JOIN dose d ON d.id = l.dose_id;

  CREATE TEMPORARY TABLE counted ON COMMIT DROP AS
    SELECT d.*, s.step FROM dose d JOIN dose_standing s ON s.dose_id = d.id WHERE s.step IS NOT NULL;
  INSERT INTO coverage_ward (ward_id, antigen, step, age_cell, priority_code, doses)
    SELECT residence_id, antigen, step, age_cell, priority_code, count(*) FROM counted GROUP BY 1, 2, 3, 4, 5;
  INSERT INTO coverage_day (ward_id, given_on, antigen, step, age_cell, doses)
    SELECT residence_id, given_on, antigen, step, age_cell, count(*) FROM counted GROUP BY 1, 2, 3, 4, 5;
  INSERT INTO entry_delay (given_on, ward_id, site_id, product_id, step, entered_on, doses)
    SELECT given_on, ward_id, site_id, product_id, step, entered_on, count(*) FROM counted GROUP BY 1, 2, 3, 4, 5, 6;
  INSERT INTO session_count (session_id, arrived, eligible, given, counted)
    SELECT session_id, count(*), count(*), count(*), count(*) FROM counted GROUP BY 1;

  -- What each session used left it in one line for each lot; it had been issued whole vials, and holds the rest.
  CREATE TEMPORARY TABLE used ON COMMIT DROP AS
    SELECT c.movement_id, h.id AS holder_id, c.lot_id, c.given_on, count(*)::integer AS doses,
      (ceil(count(*) / vaccine.doses_per_vial::numeric) * vaccine.doses_per_vial)::integer AS issued
    FROM counted c JOIN holder h ON h.session_id = c.session_id GROUP BY 1, 2, 3, 4;
  INSERT INTO movement (id, kind, from_holder_id, to_holder_id, lot_id, product_id, doses, vials, occurred_on, recorded_at, cause_kind)
    SELECT uuidv7(), 'receipt', (SELECT id FROM holder WHERE kind = 'supplier'), bench.id(24, 0), lot_id, vaccine.id, sum(issued),
      sum(issued) / vaccine.doses_per_vial, first_day, first_day, 'bench' FROM used GROUP BY lot_id
    UNION ALL SELECT uuidv7(), 'issue', bench.id(24, 0), holder_id, lot_id, vaccine.id, issued, issued / vaccine.doses_per_vial, given_on, given_on, 'bench'
      FROM used
    UNION ALL SELECT movement_id, 'use', holder_id, (SELECT id FROM holder WHERE kind = 'used'), lot_id, vaccine.id, doses, NULL, given_on, given_on, 'set'
      FROM used;
  INSERT INTO holder (id, kind, place_id, created_at) VALUES (bench.id(24, 0), 'centre', bench.id(1, 0), first_day);
  INSERT INTO balance (holder_id, holder_kind, lot_id, doses)
    SELECT holder_id, 'session', lot_id, issued - doses FROM used
    UNION ALL SELECT bench.id(24, 0), 'centre', lot_id, 0 FROM used GROUP BY lot_id;
END $$;
