-- The audit trail's machinery. Builtin functions only (sha256, jsonb), so it runs on any
-- PostgreSQL from 15 on, embedded or not.

-- Opens an event and, unless it only notes a reading, makes it the one that later table changes
-- of this transaction belong to.
CREATE FUNCTION giamngheo_audit_open(
    actor_id bigint, actor_name text, action text, subject text, unit_path text,
    reason text, details jsonb, takes_changes boolean
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    opened bigint;
BEGIN
    INSERT INTO audit_auditevent
        (at, actor_id, actor_name, action, subject, unit_path, reason, details, tx)
    VALUES (clock_timestamp(), actor_id, left(actor_name, 200), action, left(subject, 200),
            unit_path, reason, details, pg_current_xact_id()::text::bigint)
    RETURNING id INTO opened;
    IF takes_changes THEN
        PERFORM set_config('giamngheo.audit_event', opened::text, true);
    END IF;
    RETURN opened;
END $$;

-- The event that a table change belongs to. Raw SQL has opened none: it gets one of its own with
-- the database user's name. An event sealed early (SET CONSTRAINTS … IMMEDIATE) is continued.
CREATE FUNCTION giamngheo_audit_current() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    event audit_auditevent;
BEGIN
    SELECT * INTO event FROM audit_auditevent
    WHERE id = nullif(current_setting('giamngheo.audit_event', true), '')::bigint
      AND tx = pg_current_xact_id()::text::bigint;
    IF FOUND AND event.seq IS NULL THEN
        RETURN event.id;
    END IF;
    SET CONSTRAINTS giamngheo_audit_queue_seal, giamngheo_audit_seal DEFERRED;
    IF FOUND THEN
        RETURN giamngheo_audit_open(
            event.actor_id, event.actor_name, event.action, event.subject, event.unit_path,
            event.reason, jsonb_build_object('continues', event.seq), true);
    END IF;
    RETURN giamngheo_audit_open(
        NULL, session_user, 'raw', '', '', '',
        jsonb_build_object('application', current_setting('application_name')), true);
END $$;

-- A row as the trail keeps it: without the excluded columns, secrets as a short digest.
CREATE FUNCTION giamngheo_audit_row(kept jsonb, excluded text[], masked text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN masked = '{}' THEN kept - excluded ELSE (
        SELECT jsonb_object_agg(key, CASE
            WHEN key = ANY (masked) AND value <> 'null'
            THEN to_jsonb('sha256:' || left(encode(sha256(convert_to(value::text, 'UTF8')), 'hex'), 12))
            ELSE value END)
        FROM jsonb_each(kept - excluded)
    ) END
$$;

-- The key and those columns of `one` that `other` does not have equal.
CREATE FUNCTION giamngheo_audit_difference(one jsonb, other jsonb, key_name text) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_object_agg(key, value) FROM jsonb_each(one)
    WHERE key = key_name OR other -> key IS DISTINCT FROM value
$$;

-- Runs once a statement. Inserted rows are in the table: their keys and one digest are enough.
-- Updated and deleted rows are kept before and after, as long as they are few.
CREATE FUNCTION giamngheo_audit_capture() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept_rows CONSTANT integer := 1000;       -- up to here rows are kept one by one
    kept_ids CONSTANT integer := 100000;      -- up to here updates and deletes keep their keys
    source CONSTANT text := CASE TG_OP WHEN 'DELETE' THEN 'old_rows' ELSE 'new_rows' END;
    n bigint := 0;
    ids jsonb; old_kept jsonb; new_kept jsonb;
    fingerprint text := '';
BEGIN
    IF TG_OP <> 'TRUNCATE' THEN
        EXECUTE format('SELECT count(*) FROM %I', source) INTO n;
        IF n = 0 THEN RETURN NULL; END IF;
        IF TG_OP = 'INSERT' OR n > kept_rows THEN
            EXECUTE format($q$
                SELECT CASE WHEN $1 <= $2 THEN jsonb_agg(%1$I ORDER BY %1$I)
                            ELSE jsonb_build_object('min', min(%1$I), 'max', max(%1$I)) END,
                       encode(sha256(string_agg(
                            sha256(convert_to(audit_row::text, 'UTF8')), '')), 'hex')
                FROM %2$I audit_row $q$, TG_ARGV[0], source)
            INTO ids, fingerprint
            USING n, CASE TG_OP WHEN 'INSERT' THEN kept_rows ELSE kept_ids END;
        ELSE
            EXECUTE format($q$
                WITH pair AS (
                    SELECT coalesce(audit_n.%1$I, audit_o.%1$I) AS k,
                           giamngheo_audit_row(to_jsonb(audit_o), $1, $2) AS old_row,
                           giamngheo_audit_row(to_jsonb(audit_n), $1, $2) AS new_row
                    FROM old_rows audit_o FULL JOIN %2$s audit_n
                         ON audit_o.%1$I = audit_n.%1$I),
                changed AS (SELECT * FROM pair WHERE old_row IS DISTINCT FROM new_row)
                SELECT count(*), jsonb_agg(k ORDER BY k),
                       jsonb_agg(giamngheo_audit_difference(old_row, new_row, $3) ORDER BY k),
                       jsonb_agg(giamngheo_audit_difference(new_row, old_row, $3) ORDER BY k),
                       encode(sha256(string_agg(sha256(convert_to(
                            concat(old_row, new_row), 'UTF8')), '' ORDER BY k)), 'hex')
                FROM changed $q$, TG_ARGV[0], CASE TG_OP
                    WHEN 'UPDATE' THEN 'new_rows'
                    ELSE '(SELECT * FROM old_rows WHERE false)' END)
            INTO n, ids, old_kept, new_kept, fingerprint
            USING TG_ARGV[1]::text[], TG_ARGV[2]::text[], TG_ARGV[0];
            IF n = 0 THEN RETURN NULL; END IF;
            IF TG_OP = 'DELETE' THEN new_kept := NULL; END IF;
        END IF;
    END IF;
    INSERT INTO audit_auditchange
        (event_id, table_name, op, row_count, row_ids, before, after, rows_digest, digest)
    VALUES (giamngheo_audit_current(), TG_TABLE_NAME, TG_OP, n, ids, old_kept, new_kept,
            fingerprint, encode(sha256(convert_to(jsonb_build_array(
                TG_TABLE_NAME, TG_OP, n, ids, old_kept, new_kept, fingerprint
            )::text, 'UTF8')), 'hex'));
    RETURN NULL;
END $$;

-- Sealing happens in two steps. The first only queues the second, so that the transaction's
-- foreign-key checks (a long bulk load has many) are over before the chain is locked.
CREATE FUNCTION giamngheo_audit_queue_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE audit_auditevent SET tx = tx WHERE id = NEW.id AND seq IS NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION giamngheo_audit_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_seq bigint; last_hash text; content text;
BEGIN
    -- Each statement below sees what the lock's last holder committed (READ COMMITTED); under a
    -- stricter isolation a stale reading fails on the unique seq instead of forking the chain.
    PERFORM pg_advisory_xact_lock(hashtextextended('giamngheo.audit', 0));
    SELECT seq, hash INTO last_seq, last_hash FROM audit_auditevent
    WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1;
    last_seq := coalesce(last_seq, 0) + 1;
    last_hash := coalesce(last_hash, repeat('0', 64));
    SELECT last_hash || jsonb_build_array(
        last_seq, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor_id,
        e.actor_name, e.action, e.subject, e.unit_path, e.reason, e.details, e.tx,
        (SELECT coalesce(jsonb_agg(c.digest ORDER BY c.id), '[]')
         FROM audit_auditchange c WHERE c.event_id = e.id))::text
    INTO content FROM audit_auditevent e WHERE e.id = NEW.id AND e.seq IS NULL;
    IF FOUND THEN
        UPDATE audit_auditevent
        SET seq = last_seq, prev_hash = last_hash,
            hash = encode(sha256(convert_to(content, 'UTF8')), 'hex')
        WHERE id = NEW.id;
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER giamngheo_audit_queue_seal AFTER INSERT ON audit_auditevent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION giamngheo_audit_queue_seal();
CREATE CONSTRAINT TRIGGER giamngheo_audit_seal AFTER UPDATE ON audit_auditevent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.seq IS NULL)
    EXECUTE FUNCTION giamngheo_audit_seal();

-- What is written stays written. An unsealed event may only be sealed.
CREATE FUNCTION giamngheo_audit_keep_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sealing CONSTANT text[] := '{seq,prev_hash,hash}';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.seq IS NULL AND to_jsonb(NEW) - sealing = to_jsonb(OLD) - sealing THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'audit events are never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION giamngheo_audit_keep_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT FROM audit_auditevent WHERE id = NEW.event_id AND seq IS NULL) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'audit changes are never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER giamngheo_audit_keep BEFORE UPDATE OR DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION giamngheo_audit_keep_event();
CREATE TRIGGER giamngheo_audit_keep BEFORE INSERT OR UPDATE OR DELETE ON audit_auditchange
    FOR EACH ROW EXECUTE FUNCTION giamngheo_audit_keep_change();
CREATE TRIGGER giamngheo_audit_truncate BEFORE TRUNCATE ON audit_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION giamngheo_audit_keep_event();
CREATE TRIGGER giamngheo_audit_truncate BEFORE TRUNCATE ON audit_auditchange
    FOR EACH STATEMENT EXECUTE FUNCTION giamngheo_audit_keep_change();
