/** Herald takes files of at most this size; they are read and sent in pieces. */
export const MAX_FILE_BYTES = 50 * 1024 * 1024;

/** Small, so that no piece keeps the page busy for long. */
const PIECE_BYTES = 128 * 1024;
const HEAD_BYTES = 512 * 1024;

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** A file, or what was pasted as one. */
export interface Source {
  name: string;
  blob: Blob;
}

/** What is given cannot be read. `message` is fit for the page. */
export class UnreadableError extends Error {
  override name = 'UnreadableError';
}

const ENDINGS = ['csv', 'tsv', 'tab', 'txt', 'json', 'ndjson', 'jsonl'];
/** With a dot, as a file dialog wants them. */
export const READABLE_ENDINGS = ENDINGS.map((ending) => `.${ending}`);

/** What the first bytes of files say that are no text, and what to do with them. */
const BINARIES: readonly { bytes: readonly number[]; words: string }[] = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    words: 'It is an Excel workbook or another zipped file. Save the sheet as “CSV UTF-8” and choose that file.',
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    words: 'It is an old Excel workbook. Save the sheet as “CSV UTF-8” and choose that file.',
  },
  { bytes: [0x1f, 0x8b], words: 'It is compressed. Unpack it first.' },
  { bytes: [0x25, 0x50, 0x44, 0x46], words: 'It is a PDF, and Herald reads tables as CSV or JSON.' },
];

/** @throws {UnreadableError} for a file that need not be opened to be refused. */
export function refuseByLooks({ name, blob }: Source): void {
  if (blob.size === 0) throw new UnreadableError(`“${name}” is empty.`);
  if (blob.size > MAX_FILE_BYTES) {
    throw new UnreadableError(
      `“${name}” has ${inMegabytes(blob.size)}, and a file may have ${inMegabytes(MAX_FILE_BYTES)}. Split it into several.`,
    );
  }
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  if (ending !== undefined && !ENDINGS.includes(ending)) {
    if (ending.startsWith('xls')) {
      throw new UnreadableError(`“${name}” is an Excel workbook. Save the sheet as “CSV UTF-8” and choose that file.`);
    }
    throw new UnreadableError(`“${name}” is no CSV, JSON or NDJSON file.`);
  }
}

/**
 * The first half megabyte of a file as text, and how its text is written.
 *
 * @throws {UnreadableError} when it is no text, or not in Unicode.
 */
export async function readHead({ name, blob }: Source): Promise<{ text: string; encoding: Encoding; isAll: boolean }> {
  const bytes = await bytesOf(blob.slice(0, HEAD_BYTES));
  const isAll = blob.size <= HEAD_BYTES;
  const encoding = encodingOf(bytes);
  const text = decode(new TextDecoder(encoding, { fatal: true }), bytes, isAll, name);
  if (text.includes('\0')) throw new UnreadableError(`“${name}” is no text. Herald reads CSV, JSON and NDJSON files.`);
  if (text.trim() === '') throw new UnreadableError(`“${name}” has nothing in it but empty lines.`);
  return { text, encoding, isAll };
}

export interface TextPiece {
  text: string;
  isLast: boolean;
  /** How many bytes of the file were read so far. */
  bytesRead: number;
}

/**
 * A file's text piece by piece; no character is torn apart.
 *
 * @throws {UnreadableError} when it turns out to be something else than text, or is not there any more.
 */
export async function* readText({ name, blob }: Source, encoding: Encoding): AsyncGenerator<TextPiece> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let start = 0; start < blob.size; start += PIECE_BYTES) {
    const bytes = await bytesOf(blob.slice(start, start + PIECE_BYTES));
    const bytesRead = Math.min(start + PIECE_BYTES, blob.size);
    const isLast = bytesRead === blob.size;
    yield { text: decode(decoder, bytes, isLast, name), isLast, bytesRead };
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    throw new UnreadableError('The file cannot be read. Was it changed, moved or deleted meanwhile? Choose it again.', {
      cause: error,
    });
  }
}

function encodingOf(bytes: Uint8Array): Encoding {
  const binary = BINARIES.find((known) => known.bytes.every((byte, index) => bytes[index] === byte));
  if (binary) throw new UnreadableError(binary.words);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function decode(decoder: TextDecoder, bytes: Uint8Array, isLast: boolean, name: string): string {
  try {
    return decoder.decode(bytes, { stream: !isLast });
  } catch (error) {
    throw new UnreadableError(
      `“${name}” is not written in UTF-8, so names with accents would be spoilt. Save it as “CSV UTF-8” and choose that file.`,
      { cause: error },
    );
  }
}

export function inMegabytes(bytes: number): string {
  const megabytes = bytes / (1024 * 1024);
  if (megabytes < 0.1) return `${Math.max(1, Math.round(bytes / 1024))} kB`;
  return `${megabytes < 10 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`;
}
