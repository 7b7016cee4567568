/**
 * What a migration may do while Herald runs, two versions of it side by side: the rules of "Migrations
 * without downtime" in docs/deploy.md. They hold for migrations after the baseline, the last of before there
 * was such a rule.
 *
 * A statement that breaks one and is right all the same has a comment `-- allowed: why` in the line before it.
 */

/** Migrations up to this one are in databases already. */
export const BASELINE = '20261128175254_ai';

/** Tables that grow with customers, orders and messages: to build an index there locks writers out for long. */
const BIG_TABLES = [
  'Customer',
  'Address',
  'CustomerTotals',
  'Order',
  'OrderItem',
  'CommunicationLog',
  'RejectedRow',
  'SmtpMessage',
  'MockVendorMessage',
];

interface Rule {
  isBroken: (statement: string) => boolean;
  says: string;
}

const big = new RegExp(`\\bON\\s+(?:ONLY\\s+)?"?(?:${BIG_TABLES.join('|')})"?\\b`, 'i');

const RULES: readonly Rule[] = [
  {
    isBroken: (sql) => /^(?:DROP\s+TABLE|TRUNCATE)\b/i.test(sql),
    says: 'removes a table that the version before still uses: drop it in the release after',
  },
  {
    isBroken: (sql) =>
      /^ALTER\s+TABLE\b[\s\S]*\bDROP\s+(?:COLUMN\b|"|(?!CONSTRAINT|DEFAULT|NOT|EXPRESSION|IDENTITY)\w)/i.test(sql),
    says: 'removes a column that the version before still uses: drop it in the release after',
  },
  {
    isBroken: (sql) => /^ALTER\s[\s\S]*\bRENAME\b/i.test(sql),
    says: 'renames what the version before knows by its old name: add the new one, and drop the old in the release after',
  },
  {
    isBroken: (sql) => /\bALTER\s+(?:COLUMN\s+)?"?\w+"?\s+(?:SET\s+DATA\s+)?TYPE\b/i.test(sql),
    says: 'changes the type of a column, which rewrites the table: add another column instead',
  },
  {
    isBroken: (sql) =>
      /^ALTER\s+TABLE\b/i.test(sql) &&
      additionsOf(sql).some((column) => /\bNOT\s+NULL\b/i.test(column) && !/\bDEFAULT\b/i.test(column)),
    says: 'adds a column that must not be null without a default, which rows of the version before lack',
  },
  {
    isBroken: (sql) => /\bSET\s+NOT\s+NULL\b/i.test(sql),
    says: 'forbids null, which the version before may still write: do it in the release after',
  },
  {
    isBroken: (sql) => /^ALTER\s+TYPE\b[\s\S]*\bADD\s+VALUE\b/i.test(sql),
    says: 'adds a value that the version before does not know when it reads it: say why that does no harm',
  },
  {
    isBroken: (sql) => /^CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY\b)/i.test(sql) && big.test(sql),
    says: 'builds an index on a big table and locks writers out meanwhile: CREATE INDEX CONCURRENTLY, alone in its migration',
  },
  {
    isBroken: (sql) =>
      BIG_TABLES.includes(tableOf(sql)) &&
      /\bADD\s+(?:CONSTRAINT\s+"?\w+"?\s+)?(?:UNIQUE|PRIMARY\s+KEY|EXCLUDE)\b(?!\s+USING\s+INDEX\b)/i.test(sql),
    says: 'builds the index of a constraint on a big table and locks everybody out meanwhile: build it CONCURRENTLY, then add the constraint USING INDEX',
  },
  {
    isBroken: (sql) =>
      /\bADD\s+(?:CONSTRAINT\s+"?\w+"?\s+)?(?:FOREIGN\s+KEY|CHECK)\b/i.test(sql) && !/\bNOT\s+VALID\b/i.test(sql),
    says: 'checks every row under a lock: add the constraint NOT VALID, and validate it in a statement of its own',
  },
];

/** Tables, indexes and types that a migration makes itself are in nobody's way. */
export function findBrokenRules(name: string, migration: string): string[] {
  const statements = splitStatements(migration);
  const made = new Set(
    statements.flatMap(({ sql }) => /^CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"?(\w+)"?/i.exec(sql)?.[1] ?? []),
  );
  const found = statements
    .filter(({ sql, isAllowed }) => !isAllowed && !made.has(tableOf(sql)))
    .flatMap(({ sql, line }) =>
      RULES.filter(({ isBroken }) => isBroken(sql)).map(({ says }) => `${name}:${line} ${says}.`),
    );
  const changesTables = statements.some(({ sql }) => /^(?:ALTER|DROP)\s/i.test(sql) && !made.has(tableOf(sql)));
  if (changesTables && !/\bSET\s+(?:LOCAL\s+)?lock_timeout\b/i.test(migration)) {
    found.push(
      `${name}:1 changes what others use without SET lock_timeout: behind one long query everybody would wait for it.`,
    );
  }
  return found;
}

function tableOf(sql: string): string {
  const match = /^(?:ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?|CREATE\s[^(]*?\bON\s+)"?(\w+)"?/i.exec(sql);
  return match?.[1] ?? '';
}

/** The columns that an ALTER TABLE adds, each as it is written. */
function additionsOf(sql: string): string[] {
  return sql
    .split(/\bADD\s+(?:COLUMN\b|(?!CONSTRAINT\b|FOREIGN\b|CHECK\b|UNIQUE\b|PRIMARY\b|EXCLUDE\b|VALUE\b))/i)
    .slice(1);
}

interface Statement {
  sql: string;
  /** Counted from 1, where it begins. */
  line: number;
  isAllowed: boolean;
}

/** Without comments; semicolons in texts and in bodies between `$$` do not end a statement. */
function splitStatements(migration: string): Statement[] {
  const statements: Statement[] = [];
  const tokens = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|;|[^-/'$;]+|./g;
  let sql = '';
  let start = 0;
  let isAllowed = false;
  for (const { 0: token, index } of migration.matchAll(tokens)) {
    if (token.startsWith('--') || token.startsWith('/*')) {
      if (sql.trim() === '' && /^--\s*allowed:\s*\S/.test(token)) isAllowed = true;
      continue;
    }
    if (token === ';') {
      if (sql.trim() !== '') statements.push({ sql: sql.trim(), line: lineAt(migration, start), isAllowed });
      [sql, isAllowed] = ['', false];
      continue;
    }
    if (sql.trim() === '') start = index + (token.length - token.trimStart().length);
    // What a text says does nothing.
    sql += token.startsWith("'") ? "''" : token;
  }
  if (sql.trim() !== '') statements.push({ sql: sql.trim(), line: lineAt(migration, start), isAllowed });
  return statements;
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
