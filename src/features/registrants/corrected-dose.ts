/**
 * Joins that read a dose `d` as it stands after its corrections: product `t`, lot `l`, site `i`. Whether it counts, and
 * its day, stand in `dose_standing`.
 */
export const correctedDose = `
  LEFT JOIN LATERAL (
    SELECT (array_agg(c.fields->>'productId' ORDER BY c.at DESC, c.id DESC) FILTER (WHERE c.fields ? 'productId'))[1] AS product,
           (array_agg(c.fields->>'lotId' ORDER BY c.at DESC, c.id DESC) FILTER (WHERE c.fields ? 'lotId'))[1] AS lot,
           (array_agg(c.fields->>'sessionId' ORDER BY c.at DESC, c.id DESC) FILTER (WHERE c.fields ? 'sessionId'))[1] AS session
    FROM dose_change c WHERE c.dose_id = d.id AND c.kind = 'correct') x ON true
  JOIN product t ON t.id = coalesce(x.product::uuid, d.product_id)
  LEFT JOIN lot l ON l.id = coalesce(x.lot::uuid, d.lot_id)
  LEFT JOIN session e ON e.id = coalesce(x.session::uuid, d.session_id)
  LEFT JOIN site i ON i.id = coalesce(e.site_id, d.site_id)`
