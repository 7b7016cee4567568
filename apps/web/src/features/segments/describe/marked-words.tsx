import { Text } from '@mantine/core';

import classes from './describe.module.css';

interface Piece {
  /** Where it begins in the text. */
  at: number;
  text: string;
  isMarked: boolean;
}

/** What was asked, with the words in it marked that nothing could be made of. */
export function MarkedWords({ text, words }: { text: string; words: readonly string[] }) {
  return (
    <Text size="sm" c="dimmed" className={classes.asked}>
      “
      {piecesOf(text, words).map(({ at, text: piece, isMarked }) =>
        isMarked ? (
          <mark key={at} className={classes.unknown}>
            {piece}
          </mark>
        ) : (
          piece
        ),
      )}
      ”
    </Text>
  );
}

/** The text in pieces; each place of each of the words is a piece of its own, whatever its letter case. */
export function piecesOf(text: string, words: readonly string[]): Piece[] {
  // The longest first, so that "big city" is not marked as "city" alone.
  const sought = words
    // Of a long passage its ends are named: "spent over … in May".
    .flatMap((each) => each.split(/…|\.{3}/))
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .toSorted((one, other) => other.length - one.length)
    .map((each) => each.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/\s+/g, String.raw`\s+`));
  if (sought.length === 0) return [{ at: 0, text, isMarked: false }];
  // Within a longer word it is another one, as "vip" is in "vipers".
  const place = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${sought.join('|')})(?![\p{L}\p{N}])`, 'giu');
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(place)) {
    pieces.push({ at: end, text: text.slice(end, index), isMarked: false });
    pieces.push({ at: index, text: found, isMarked: true });
    end = index + found.length;
  }
  pieces.push({ at: end, text: text.slice(end), isMarked: false });
  return pieces.filter((piece) => piece.text !== '');
}
