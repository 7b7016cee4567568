import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { anchorsOf, codeOf, localLinksOf, readDocuments, ROOT } from './documents.ts';

const documents = readDocuments().map((document) => [document.file, document.text] as const);
const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const settings = new Set(
  [...readFileSync(path.join(ROOT, '.env.example'), 'utf8').matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(
    ([, name = '']) => name,
  ),
);

/** Commands of pnpm itself. */
const OF_PNPM = new Set(['exec', 'install', 'audit', 'deploy', 'fetch', 'prune']);

/** In capitals and in code font, and no setting that `.env.example` has, each with what it is. */
const OTHERS: Readonly<Record<string, string>> = {
  DELIVERY_CLAIM_LEASE_MS: 'a setting of the past, which the changelog says is gone',
  METRICS_PORT: 'another one',
  HERALD_URL: 'a variable of the shell in examples, and of Vite in development',
  HERALD_API_KEY: 'a variable of the shell in examples',
  COUNTED_ORDER_STATUSES: 'a constant in the code',
  CHROMIUM_PATH: 'read by the tests in Chromium, not by Herald',
  HERALD_PROOF: 'read by long tests, not by Herald',
  NODE_EXTRA_CA_CERTS: 'a variable of Node',
  RAILWAY_DOCKERFILE_PATH: 'a setting of Railway',
};

describe.each(documents)('%s', (file, text) => {
  const folder = path.dirname(path.join(ROOT, file));

  it('links to files, pictures and headings that there are', () => {
    const broken = localLinksOf(text).filter((link) => {
      const [target = '', anchor] = link.split('#');
      const other = target === '' ? path.join(ROOT, file) : path.resolve(folder, decodeURI(target));
      if (!existsSync(other)) return true;
      return anchor !== undefined && other.endsWith('.md') && !anchorsOf(readFileSync(other, 'utf8')).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names commands that there are', () => {
    const code = codeOf(text);
    const unknown = code.flatMap((line) =>
      [...line.matchAll(/(?<![\w/.-])pnpm(?:@12)? (?:run )?([a-z][\w:-]*)/g)].map(([, name = '']) => name),
    );
    expect(unknown.filter((name) => !(name in scripts) && !OF_PNPM.has(name))).toEqual([]);
    const files = code.flatMap((line) =>
      [...line.matchAll(/\bnode ([\w./-]+\.[cm]?js)\b/g)].map(([, name = '']) => name),
    );
    expect(files.filter((name) => !/(^|\/)dist\//.test(name) && !existsSync(path.join(ROOT, name)))).toEqual([]);
  });

  it('names files that there are', () => {
    const named = codeOf(text).filter((code) => /^(apps|packages|scripts|deploy|docs)\/[\w./-]+$/.test(code));
    expect(named.filter((name) => !/\/(dist|generated)\b/.test(name) && !existsSync(path.join(ROOT, name)))).toEqual(
      [],
    );
  });

  it('names settings that .env.example has', () => {
    const named = codeOf(text).flatMap(
      (code) => /^([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=.*)?$/.exec(code.trim())?.[1] ?? [],
    );
    expect([...new Set(named)].filter((name) => !settings.has(name) && !(name in OTHERS))).toEqual([]);
  });
});

it('CONTRIBUTING.md names every proof', () => {
  const source = readFileSync(path.join(ROOT, 'scripts/proof/main.ts'), 'utf8');
  const proofs = [...source.matchAll(/^ {4}name: '([\w-]+)'/gm)].map(([, name = '']) => `\`${name}\``);
  expect(proofs.length).toBeGreaterThan(5);
  const [line = ''] = /^The proofs are .+$/m.exec(readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8')) ?? [];
  expect(proofs.filter((name) => !line.includes(name))).toEqual([]);
});

it('CONTRIBUTING.md says of every command what it does', () => {
  const text = readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  expect(Object.keys(scripts).filter((name) => !text.includes(`| \`npx pnpm@12 ${name}`))).toEqual([]);
});

describe('what documents are read with', () => {
  it('finds links and pictures, not those in code nor those that lead away', () => {
    const text = '[a](b.md#c) ![d](e.png "f") [g](https://h) `[i](j)`\n\n```\n[k](l)\n```\n<img src="m.png" />';
    expect(localLinksOf(text)).toEqual(['b.md#c', 'e.png', 'm.png']);
  });

  it('makes the anchors that GitHub makes', () => {
    const text = '# One: `two` & three\n## Four\n## Four\n## [Five](six.md) — seven?';
    expect([...anchorsOf(text)]).toEqual(['one-two--three', 'four', 'four-1', 'five--seven']);
  });

  it('reads code from blocks and from lines', () => {
    expect(codeOf('a `b c` d\n\n```sh\ne\nf\n```\n')).toEqual(['e', 'f', '', 'b c']);
  });
});
