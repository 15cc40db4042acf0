-- One batch of dossiers, copied into the temporary table `fresh`, and what follows from it:
-- legs, handovers, pauses, supplements, opinions, notes, decisions, ledger rows.

-- dossiers
INSERT INTO dossier SELECT * FROM fresh;

-- legs, handovers, decisions
WITH step (ordinal, code, function, at_desk) AS (VALUES
    (1, 'tiep-nhan', 'reception', true),
    (2, 'thu-ly', 'handling', false),
    (3, 'ky', 'signing', false),
    (4, 'tra', 'return', true)
), standing (state, at) AS (VALUES
    ('submitted', 1), ('received', 1), ('in_progress', 2), ('awaiting_supplement', 2),
    ('proposed', 3), ('issued', 4), ('returned', 5)
), made AS (
    INSERT INTO leg (dossier_id, ordinal, code, function, unit_id, beside, officer_id, opened_at,
                     due_at, closed_at, note)
    SELECT d.id, 1024 * step.ordinal, step.code, step.function,
           CASE WHEN step.at_desk THEN d.desk_unit_id ELSE office.id END, false,
           CASE WHEN step.ordinal = standing.at THEN d.holder_officer_id END,
           CASE WHEN step.ordinal <= standing.at
                THEN d.submitted_at + step.ordinal * interval '20 minutes' END,
           CASE WHEN step.ordinal = standing.at THEN d.due_at END,
           CASE WHEN step.ordinal < standing.at
                THEN d.submitted_at + (step.ordinal + 1) * interval '20 minutes' END,
           ''
    FROM fresh d
    JOIN standing ON standing.state = d.state
    JOIN unit office ON office.place_id = d.place_id AND office.kind = %(kind)s
    CROSS JOIN step
    RETURNING id, dossier_id, ordinal, unit_id
), handed AS (
    INSERT INTO handover (dossier_id, from_leg_id, from_unit_id, to_leg_id, to_unit_id, note, offered_at,
                          offered_by, answered_at, answered_by, outcome, grounds)
    SELECT d.id, here.id, here.unit_id, there.id, there.unit_id, '', d.received_at + interval '1 minute',
           %(leader)s,
           CASE WHEN d.state <> 'received' THEN d.received_at + interval '2 minutes' END,
           CASE WHEN d.state <> 'received' THEN %(leader)s::uuid END,
           CASE WHEN d.state <> 'received' THEN 'taken' END, ''
    FROM fresh d
    JOIN made here ON here.dossier_id = d.id AND here.ordinal = 1024
    JOIN made there ON there.dossier_id = d.id AND there.ordinal = 2048
    WHERE d.received_at IS NOT NULL
)
INSERT INTO decision (id, dossier_id, leg_id, outcome, grounds, fields, proposed_at, proposed_by,
                      signer_post_id, sent_back_note, decided_at, decided_by)
SELECT gen_random_uuid(), d.id, made.id, 'granted', '', '{}'::jsonb, d.received_at + interval '1 hour',
       CASE WHEN d.place_id = %(place)s AND right(d.lookup_key, 1) IN ('0', '5')
            THEN %(officer)s ELSE %(leader)s END,
       %(leader_post)s, '', d.finished_at,
       CASE WHEN d.finished_at IS NOT NULL THEN %(leader)s::uuid END
FROM fresh d
JOIN made ON made.dossier_id = d.id AND made.ordinal = 3072
WHERE d.state IN ('proposed', 'issued', 'returned');

-- opinions
WITH asked AS (
    INSERT INTO leg (dossier_id, ordinal, code, function, unit_id, beside, opened_at, due_at,
                     closed_at, note)
    SELECT d.id, 2560, '', 'opinion', office.id, true, d.received_at + interval '1 hour',
           d.received_at + interval '9 days',
           CASE WHEN d.state <> 'in_progress' THEN d.received_at + interval '2 hours' END, ''
    FROM fresh d
    JOIN unit office ON office.place_id = d.place_id AND office.kind = %(kind)s
    WHERE d.state IN ('in_progress', 'returned') AND right(d.lookup_key, 1) = '4'
    RETURNING id, dossier_id, opened_at, closed_at
)
INSERT INTO opinion (id, dossier_id, leg_id, question, asked_at, asked_by, stance, answer,
                     answered_at, answered_by)
SELECT gen_random_uuid(), dossier_id, id, 'Có tranh chấp không?', opened_at, %(leader)s,
       CASE WHEN closed_at IS NOT NULL THEN 'agreed' END, '', closed_at,
       CASE WHEN closed_at IS NOT NULL THEN %(leader)s::uuid END
FROM asked;

-- notes
WITH written AS (
    INSERT INTO note (id, dossier_id, author_id, unit_id, at, text)
    SELECT gen_random_uuid(), id, %(leader)s, desk_unit_id, received_at + interval '1 hour',
           'Người dân xin nhận sớm'
    FROM fresh
    WHERE received_at IS NOT NULL AND right(lookup_key, 1) = '2'
    RETURNING id, dossier_id, at
)
INSERT INTO mention (note_id, person_id, dossier_id, read_at)
SELECT written.id, %(officer)s, written.dossier_id,
       CASE WHEN d.place_id <> %(place)s OR d.state = 'returned' THEN written.at END
FROM written
JOIN fresh d ON d.id = written.dossier_id;

-- supplements
INSERT INTO supplement_request (id, dossier_id, ordinal, faults, reason, respond_by, asked_at,
                                asked_by)
SELECT gen_random_uuid(), id, 1, '[{"what": "tk", "text": "Thiếu chữ ký"}]', '',
       received_at::date + 30, received_at + interval '1 hour', %(leader)s
FROM fresh
WHERE state = 'awaiting_supplement';

-- pauses
INSERT INTO pause (dossier_id, reason, started_at)
SELECT id, 'ask_supplement', received_at + interval '1 hour'
FROM fresh
WHERE state = 'awaiting_supplement';

-- ledger
INSERT INTO ledger (stream, seq, dossier_id, at, tag, actor_id, unit_id, detail, prev_hash, hash)
SELECT d.id::text, n, d.id, d.submitted_at + n * interval '10 minutes', 'office:dossier:moved',
       %(officer)s, d.desk_unit_id, '{}'::jsonb,
       CASE WHEN n = 1 THEN '' ELSE encode(sha256((d.id::text || (n - 1))::bytea), 'hex') END,
       encode(sha256((d.id::text || n)::bytea), 'hex')
FROM fresh d
CROSS JOIN generate_series(1, %(ledger)s) AS n;

-- done
TRUNCATE fresh;
