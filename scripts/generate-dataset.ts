import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { HELP, parseCommandLine } from './dataset/command-line.ts';
import { generateDataset } from './dataset/generate.ts';
import { writeDataset } from './dataset/write-files.ts';
import { runMain } from './herald/run-main.ts';

export { generateDataset } from './dataset/generate.ts';

async function main(): Promise<boolean> {
  const command = parseCommandLine(process.argv.slice(2));
  if (!command) {
    console.log(HELP);
    return true;
  }
  const files = await writeDataset(generateDataset(command.dataset), command.folder, command.format);
  for (const { file, rows, bytes } of files) {
    console.log(`${file}: ${rows.toLocaleString('en')} rows, ${(bytes / 1024 ** 2).toFixed(1)} MB`);
  }
  return true;
}

// `pnpm start` imports the generator from here and must not run the command.
const isCommand = process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isCommand) void runMain(main);
