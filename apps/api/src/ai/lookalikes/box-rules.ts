import type { Condition, SegmentRules } from '@herald/shared';

import { type Band, type Feature, FEATURES } from './bands.ts';
import type { Box } from './ladder.ts';
import { markCondition, type ProfileMark } from './profile-marks.ts';

/** The rules that select who is in the box, has the marks and is not in the segment. */
export function boxRules(box: Box, marks: readonly ProfileMark[], segmentId: string): SegmentRules {
  return {
    combinator: 'and',
    rules: [
      ...FEATURES.flatMap((feature) => bandConditions(feature, box[feature])),
      ...marks.map(markCondition),
      { field: 'segment', operator: 'isNotIn', value: segmentId },
    ],
  };
}

/** None when the band holds everybody. */
export function bandConditions(feature: Feature, band: Band | undefined): Condition[] {
  if (band === undefined) return [];
  return feature === 'lastOrderAt' ? daysConditions(feature, band) : numberConditions(feature, band);
}

function numberConditions(field: Exclude<Feature, 'lastOrderAt'>, { asked: { low, high } }: Band): Condition[] {
  if (low === null) {
    if (high === null) return [];
    return [{ field, operator: high === 0 ? '=' : '<=', value: high }];
  }
  if (high === null) return [{ field, operator: '>=', value: low }];
  return [low === high ? { field, operator: '=', value: low } : { field, operator: 'between', value: [low, high] }];
}

/** Relative to the day on which they are asked, so that a dynamic segment of them does not age. */
function daysConditions(field: 'lastOrderAt', { asked: { low, high }, isNever = false }: Band): Condition[] {
  if (isNever) return [{ field, operator: 'null' }];
  return [
    ...(high === null ? [] : [{ field, operator: 'inLastDays' as const, value: high }]),
    ...(low === null ? [] : [{ field, operator: 'notInLastDays' as const, value: low - 1 }]),
  ];
}
