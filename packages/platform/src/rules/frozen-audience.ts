/** Selects an audience to be frozen from what `FROM (...) AS audience` gives: its ids, sorted, and its size. */
export const FROZEN = `SELECT COALESCE(array_agg("customerId" ORDER BY "customerId"), '{}') AS ids, count(*)::int AS size`;
