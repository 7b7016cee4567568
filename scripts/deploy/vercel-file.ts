import { readFileSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

/** What Herald uses of Vercel's project configuration; see https://vercel.com/docs/project-configuration. */
const vercelFileSchema = z.strictObject({
  $schema: z.literal('https://openapi.vercel.sh/vercel.json'),
  framework: z.null(),
  installCommand: z.string().max(256),
  buildCommand: z.string().max(256),
  outputDirectory: z.string(),
  rewrites: z.array(z.strictObject({ source: z.string().startsWith('/'), destination: z.string() })),
  headers: z.array(
    z.strictObject({
      source: z.string().startsWith('/'),
      headers: z.array(z.strictObject({ key: z.string(), value: z.string() })),
    }),
  ),
});
export type VercelFile = z.infer<typeof vercelFileSchema>;

export const VERCEL_FOLDER = path.join(import.meta.dirname, '../../deploy/vercel');

export function readVercelFile(): VercelFile {
  return vercelFileSchema.parse(JSON.parse(readFileSync(path.join(VERCEL_FOLDER, 'vercel.json'), 'utf8')));
}

/** Where a path leads that is no file: an address elsewhere, a file, or nowhere. */
export function rewritten({ rewrites }: VercelFile, pathname: string): string | undefined {
  for (const { source, destination } of rewrites) {
    const found = patternOf(source).exec(pathname);
    if (found) return destination.replace(':path*', found.groups?.['path'] ?? '');
  }
  return undefined;
}

/** The headers that Vercel puts on the answer at a path, later ones over earlier ones. */
export function headersAt({ headers }: VercelFile, pathname: string): Record<string, string> {
  const matching = headers.filter(({ source }) => patternOf(source).test(pathname));
  return Object.fromEntries(matching.flatMap((rule) => rule.headers.map(({ key, value }) => [key, value])));
}

/** Of what Vercel's patterns can be: a regular expression, whose end may be `/:path*`, any segments or none. */
function patternOf(source: string): RegExp {
  return new RegExp(`^${source.replace('/:path*', '(?:/(?<path>.*))?')}$`);
}
