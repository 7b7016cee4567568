/** The phrases of a table, which `|` keeps apart; line breaks between them are white space. */
export function phrasesOf(table: string): string[] {
  return table
    .split('|')
    .map((phrase) => phrase.trim().replace(/\s+/g, ' '))
    .filter((phrase) => phrase !== '');
}
