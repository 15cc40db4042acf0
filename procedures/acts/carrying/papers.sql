-- Results that nobody has signed: the agency they name is no more. Sections end with ";" at a
-- line's end. Parameters: why the old numbers stay empty, and the first day of the new order.

-- who signs now: the same person in the new office, else its first leader
UPDATE decision SET signer_post_id = signer.id
FROM (
    SELECT d.id, signing.unit_id, signs.person_id
    FROM carried
    JOIN decision AS d ON d.dossier_id = carried.id
                      AND d.decided_at IS NULL AND d.sent_back_at IS NULL
    CROSS JOIN LATERAL (
        SELECT leg.unit_id FROM leg
        WHERE leg.dossier_id = carried.id AND leg.function = 'signing' AND leg.closed_at IS NULL
        ORDER BY leg.ordinal LIMIT 1
    ) AS signing
    JOIN post AS signs ON signs.id = d.signer_post_id
    WHERE signs.unit_id <> signing.unit_id
) AS waiting
CROSS JOIN LATERAL (
    SELECT post.id FROM post
    WHERE post.unit_id = waiting.unit_id AND post.role = 'leader'
      AND post.valid_from <= :day AND (post.valid_to IS NULL OR post.valid_to > :day)
    ORDER BY (post.person_id = waiting.person_id) DESC, post.id
    LIMIT 1
) AS signer
WHERE decision.id = waiting.id;

UPDATE leg SET officer_id = post.person_id
FROM decision
JOIN post ON post.id = decision.signer_post_id
JOIN carried ON carried.id = decision.dossier_id
WHERE leg.dossier_id = carried.id AND leg.function = 'signing'
  AND leg.opened_at IS NOT NULL AND leg.closed_at IS NULL AND leg.unit_id = post.unit_id
  AND decision.decided_at IS NULL AND decision.sent_back_at IS NULL;

UPDATE dossier SET holder_officer_id = leg.officer_id
FROM carried
JOIN leg ON leg.dossier_id = carried.id AND leg.closed_at IS NULL AND leg.opened_at IS NOT NULL
        AND NOT leg.beside
WHERE dossier.id = carried.id AND dossier.state = 'proposed';

-- the old numbers
CREATE TEMP TABLE carry_paper ON COMMIT DROP AS
SELECT paper.id, decision.id AS decision_id, unit.new_id AS unit_id,
       decision.signer_post_id AS post_id, signer.unit_id AS signer_unit_id
FROM carried
JOIN paper ON paper.dossier_id = carried.id AND paper.is_result
          AND paper.state IN ('reserved', 'printed')
JOIN carry_unit AS unit ON unit.old_id = paper.unit_id AND unit.field_code = carried.field_code
                       AND unit.place_id = carried.new_place
LEFT JOIN decision ON decision.id = paper.decision_id AND decision.decided_at IS NULL
                  AND decision.sent_back_at IS NULL
LEFT JOIN post AS signer ON signer.id = decision.signer_post_id;

UPDATE paper SET state = 'void', void_reason = :reason, decision_id = NULL
FROM carry_paper
WHERE paper.id = carry_paper.id;
