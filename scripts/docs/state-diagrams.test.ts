import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { CAMPAIGN_TRANSITIONS, COMMUNICATION_TRANSITIONS } from '@herald/shared';

const page = readFileSync(path.join(__dirname, '../../docs/delivery.md'), 'utf8');
const diagrams = [...page.matchAll(/```mermaid\nstateDiagram-v2\n(.*?)```/gs)].map(([, lines]) => lines ?? '');

/** `A --> B`, without what follows; a state's beginning has none before it. */
function arrowsOf(diagram: string | undefined): string[] {
  return [...(diagram ?? '').matchAll(/(\w+) --> (\w+)/g)].map(([, from, to]) => `${from} --> ${to}`).toSorted();
}

function arrowsIn(transitions: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(transitions)
    .flatMap(([from, tos]) => tos.map((to) => `${from} --> ${to}`))
    .toSorted();
}

describe('the state diagrams of docs/delivery.md', () => {
  it('show what a message may go through', () => {
    expect(arrowsOf(diagrams[0])).toEqual(arrowsIn(COMMUNICATION_TRANSITIONS));
  });

  it('show what a campaign may go through', () => {
    expect(arrowsOf(diagrams[1])).toEqual(arrowsIn(CAMPAIGN_TRANSITIONS));
  });
});
