-- Carrying dossiers in flight over to the units that follow theirs. Sections end with ";" at a
-- line's end and run in this order. Parameters: the reorganisation, and its first day.

-- above: each standing place with itself and all above it
CREATE TEMP TABLE carry_above ON COMMIT DROP AS
WITH RECURSIVE up (place_id, ancestor_id) AS (
    SELECT id, id FROM place WHERE valid_to IS NULL OR valid_to > :day
    UNION
    SELECT up.place_id, place.parent_id
    FROM up JOIN place ON place.id = up.ancestor_id
    WHERE place.parent_id IS NOT NULL
)
SELECT place_id, ancestor_id FROM up;

-- touched: each unit that gives something away, with the fields of law that it gives away
CREATE TEMP TABLE carry_touched ON COMMIT DROP AS
SELECT DISTINCT succession.old_id AS unit_id, field.field_code
FROM unit_succession AS succession
JOIN (SELECT DISTINCT field_code FROM procedure_version) AS field
  ON succession.fields = '[]'::jsonb OR succession.fields @> to_jsonb(field.field_code)
WHERE succession.reorganisation_id = :id;

-- carried: dossiers in flight whose place, desk, holder, leg or offer is touched
CREATE TEMP TABLE carried ON COMMIT DROP AS
SELECT d.id, d.code, d.state, version.field_code,
       d.place_id AS old_place,
       coalesce(single.new_id, succession.new_id, d.place_id) AS new_place,
       d.desk_unit_id AS old_desk, d.desk_unit_id AS new_desk,
       d.holder_unit_id AS old_holder, d.holder_unit_id AS new_holder
FROM dossier AS d
JOIN procedure_version AS version ON version.id = d.procedure_version_id
LEFT JOIN place_succession AS succession
       ON succession.old_id = d.place_id AND succession.usual
      AND succession.reorganisation_id = :id
LEFT JOIN carry_single AS single ON single.code = d.code
WHERE d.holder_unit_id IS NOT NULL
  AND (succession.new_id IS NOT NULL
       OR EXISTS (SELECT FROM carry_touched AS t
                  WHERE t.field_code = version.field_code
                    AND t.unit_id IN (d.desk_unit_id, d.holder_unit_id))
       OR EXISTS (SELECT FROM leg JOIN carry_touched AS t ON t.unit_id = leg.unit_id
                  WHERE leg.dossier_id = d.id AND leg.closed_at IS NULL
                    AND t.field_code = version.field_code)
       OR EXISTS (SELECT FROM handover AS offer
                  JOIN carry_touched AS t ON t.unit_id IN (offer.from_unit_id, offer.to_unit_id)
                  WHERE offer.dossier_id = d.id AND offer.outcome IS NULL
                    AND t.field_code = version.field_code));

ALTER TABLE carried ADD PRIMARY KEY (id);

ANALYZE carried;

-- units: who takes over, for every unit, field of law and place that occurs: the one for the
-- field first, then the one that serves the place, then the usual one
CREATE TEMP TABLE carry_unit ON COMMIT DROP AS
SELECT DISTINCT ON (asked.old_id, asked.field_code, asked.place_id)
       asked.old_id, asked.field_code, asked.place_id, succession.new_id
FROM (
    SELECT DISTINCT unit_id AS old_id, field_code, place_id FROM (
        SELECT old_desk AS unit_id, field_code, new_place AS place_id FROM carried
        UNION ALL
        SELECT old_holder, field_code, new_place FROM carried
        UNION ALL
        SELECT leg.unit_id, carried.field_code, carried.new_place
        FROM carried JOIN leg ON leg.dossier_id = carried.id AND leg.closed_at IS NULL
        UNION ALL
        SELECT unnest(ARRAY[offer.from_unit_id, offer.to_unit_id]),
               carried.field_code, carried.new_place
        FROM carried JOIN handover AS offer
          ON offer.dossier_id = carried.id AND offer.outcome IS NULL
        UNION ALL
        SELECT paper.unit_id, carried.field_code, carried.new_place
        FROM carried JOIN paper ON paper.dossier_id = carried.id
        WHERE paper.is_result AND paper.state IN ('reserved', 'printed')
    ) AS found
) AS asked
JOIN unit_succession AS succession
  ON succession.old_id = asked.old_id AND succession.reorganisation_id = :id
 AND (succession.fields = '[]'::jsonb OR succession.fields @> to_jsonb(asked.field_code))
JOIN unit AS taker ON taker.id = succession.new_id
LEFT JOIN carry_above AS above
       ON above.place_id = asked.place_id AND above.ancestor_id = taker.place_id
ORDER BY asked.old_id, asked.field_code, asked.place_id,
         (succession.fields <> '[]'::jsonb) DESC,
         (above.place_id IS NOT NULL) DESC,
         succession.usual DESC, succession.new_id;

ANALYZE carry_unit;

UPDATE carried SET new_desk = unit.new_id
FROM carry_unit AS unit
WHERE unit.old_id = carried.old_desk AND unit.field_code = carried.field_code
  AND unit.place_id = carried.new_place;

UPDATE carried SET new_holder = unit.new_id
FROM carry_unit AS unit
WHERE unit.old_id = carried.old_holder AND unit.field_code = carried.field_code
  AND unit.place_id = carried.new_place;

-- legs that are open, lie ahead or run beside; what is closed stays where it was
UPDATE leg SET unit_id = unit.new_id,
               officer_id = CASE WHEN EXISTS (
                   SELECT FROM post
                   WHERE post.person_id = leg.officer_id AND post.unit_id = unit.new_id
                     AND post.valid_from <= :day AND (post.valid_to IS NULL OR post.valid_to > :day)
               ) THEN leg.officer_id END
FROM carried JOIN carry_unit AS unit
  ON unit.field_code = carried.field_code AND unit.place_id = carried.new_place
WHERE leg.dossier_id = carried.id AND leg.closed_at IS NULL AND leg.unit_id = unit.old_id;

-- offers that nobody has answered
UPDATE handover SET from_unit_id = unit.new_id
FROM carried JOIN carry_unit AS unit
  ON unit.field_code = carried.field_code AND unit.place_id = carried.new_place
WHERE handover.dossier_id = carried.id AND handover.outcome IS NULL
  AND handover.from_unit_id = unit.old_id;

UPDATE handover SET to_unit_id = unit.new_id,
                    officer_id = CASE WHEN EXISTS (
                        SELECT FROM post
                        WHERE post.person_id = handover.officer_id AND post.unit_id = unit.new_id
                          AND post.valid_from <= :day
                          AND (post.valid_to IS NULL OR post.valid_to > :day)
                    ) THEN handover.officer_id END
FROM carried JOIN carry_unit AS unit
  ON unit.field_code = carried.field_code AND unit.place_id = carried.new_place
WHERE handover.dossier_id = carried.id AND handover.outcome IS NULL
  AND handover.to_unit_id = unit.old_id;

-- the dossiers themselves; dates, calendar version and procedure version stay
UPDATE dossier SET place_id = carried.new_place, desk_unit_id = carried.new_desk,
                   holder_unit_id = carried.new_holder,
                   holder_officer_id = CASE WHEN carried.new_holder = carried.old_holder OR EXISTS (
                       SELECT FROM post
                       WHERE post.person_id = dossier.holder_officer_id
                         AND post.unit_id = carried.new_holder
                         AND post.valid_from <= :day
                         AND (post.valid_to IS NULL OR post.valid_to > :day)
                   ) THEN dossier.holder_officer_id END,
                   version = version + 1
FROM carried
WHERE dossier.id = carried.id;
