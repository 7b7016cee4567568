/** The CTE "used": the segments $1 and all that they lead to. UNION ends where a circle closes. */
export const WITH_USED_SEGMENTS = `WITH RECURSIVE used(id) AS (
  SELECT unnest($1::uuid[])
  UNION
  SELECT unnest(s."usedSegmentIds") FROM used JOIN "Segment" s ON s.id = used.id
)`;
