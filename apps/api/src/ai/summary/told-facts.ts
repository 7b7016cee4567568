import type { CampaignFacts } from './campaign-facts.ts';

/**
 * What a text of a model may say. Of groups only those between which the difference is clear, for to set two
 * numbers side by side is to say that they differ; without one, those who spent most stand alone; their amounts stand in their names. No reasons but the
 * classes, for a text says them in words of Herald.
 */
export function toldFacts({ facts, differences }: CampaignFacts): CampaignFacts['facts'] {
  const told = new Set([...differences.flatMap(({ best, worst }) => [best, worst]), ...aloneOf({ differences })]);
  return facts.filter(({ id, unit }) => {
    if (id.startsWith('reason.') || unit === 'money') return false;
    const group = /^(?:spend|city)\.\w+/.exec(id)?.[0];
    return group === undefined || told.has(group);
  });
}

/** The group that is told of by itself where no two of its kind differ. */
export function aloneOf({ differences }: Pick<CampaignFacts, 'differences'>): string[] {
  return differences.some(({ best }) => best.startsWith('spend.')) ? [] : ['spend.high'];
}
