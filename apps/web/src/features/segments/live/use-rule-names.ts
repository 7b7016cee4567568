import { namesIn } from '@herald/shared';
import type { EnglishContext, SegmentRules } from '@herald/shared';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';

import { campaignQuery } from '../../../api/campaigns.ts';
import { segmentQuery } from '../../../api/segments.ts';
import { useFormats } from '../../../lib/formats.ts';

/** What a sentence about the rules needs: the names of the segments and campaigns in them. */
export function useRuleNames(rules: SegmentRules | undefined): EnglishContext {
  const { currency } = useFormats();
  const named = useMemo(() => namesIn(rules), [rules]);
  const segments = useQueries({
    queries: [...named.segments].map((id) => segmentQuery(id)),
    combine: (results) => new Map(results.flatMap(({ data }) => (data ? [[data.id, { name: data.name }]] : []))),
  });
  const campaigns = useQueries({
    queries: [...named.campaigns].map((id) => campaignQuery(id)),
    combine: (results) => new Map(results.flatMap(({ data }) => (data ? [[data.data.id, data.data.name]] : []))),
  });
  return useMemo(() => ({ currency, segments, campaigns }), [currency, segments, campaigns]);
}
