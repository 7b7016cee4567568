import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '../..');

const SKIPPED = new Set(['node_modules', 'dist', 'generated']);

export interface Document {
  /** From the root of the repository. */
  file: string;
  text: string;
}

/** Every Markdown file of the repository. */
export function readDocuments(): Document[] {
  return markdownBelow('').map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
}

function markdownBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) || entry.name.startsWith('.') ? [] : markdownBelow(file);
    return entry.name.endsWith('.md') ? [file] : [];
  });
}

/** Where links and pictures lead that leave neither the repository nor the page, as they are written. */
export function localLinksOf(text: string): string[] {
  const links = [
    ...prose(text).matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g),
    ...text.matchAll(/ (?:src|href)="([^"]+)"/g),
  ];
  return links.map(([, target = '']) => target).filter((target) => !/^[a-z][a-z+]*:/.test(target));
}

/** The anchors that GitHub makes of the headings. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutBlocks(text).matchAll(/^#{1,6} +(.+)$/gm)) {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = words.replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '').replaceAll(' ', '-');
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count += 1) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/** The text without its blocks of code, and without what is in code font. */
function prose(text: string): string {
  return withoutBlocks(text).replaceAll(/(?<!`)`[^`\n]+`(?!`)/g, '');
}

function withoutBlocks(text: string): string {
  return text.replaceAll(/^(```+).*?^\1$/gms, '');
}

/** What stands in code font, and each line of the blocks of code. */
export function codeOf(text: string): string[] {
  const blocks = [...text.matchAll(/^(```+)\w*\n(.*?)^\1$/gms)].flatMap(([, , block = '']) => block.split('\n'));
  const inline = [...withoutBlocks(text).matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
  return [...blocks, ...inline];
}
