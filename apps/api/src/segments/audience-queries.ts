import { toMajorUnits } from '@herald/shared';
import type { AudienceMember, SegmentKind } from '@herald/shared';
import type { CompiledRules } from '@herald/platform';

/** Who is in a segment: those that were frozen, or those whom its rules select now. */
export type AudienceSource = { kind: Extract<SegmentKind, 'static'>; segmentId: string } | CompiledRules;

/** A query for the ids of the audience, each once, as "customerId". */
export function selectIds(source: AudienceSource): CompiledRules {
  if (!('kind' in source)) return source;
  return {
    text: `SELECT member.id AS "customerId" FROM "Segment" s, unnest(s."audienceUserIds") AS member(id) WHERE s.id = $1::uuid`,
    values: [source.segmentId],
  };
}

export interface MemberRow extends Omit<AudienceMember, 'totalSpend' | 'lastOrderAt'> {
  totalSpend: string;
  lastOrderAt: Date | null;
}

/** What is shown of the customers whose ids `idsSql` selects as "customerId". */
export function membersSql(idsSql: string): string {
  return `SELECT c.id, c.name, c.email, a.city, COALESCE(t."totalSpend", 0) AS "totalSpend",
                 COALESCE(t."orderCount", 0) AS "orderCount", t."lastOrderAt"
          FROM (${idsSql}) AS shown JOIN "Customer" c ON c.id = shown."customerId"
          LEFT JOIN "Address" a ON a."customerId" = c.id LEFT JOIN "CustomerTotals" t ON t."customerId" = c.id
          ORDER BY c.id`;
}

export function toMember(row: MemberRow): AudienceMember {
  return {
    ...row,
    totalSpend: toMajorUnits(BigInt(row.totalSpend)),
    lastOrderAt: row.lastOrderAt?.toISOString() ?? null,
  };
}
