import { type Node, Visitor } from 'oxc-parser';
import { parse, plainText } from './sources.ts';

const longestFile = 400;
/** How a statement begins. In prose the first word is capitalised, so "Select a range" is not one. */
const firstWord = /^\s*([A-Z]+|[a-z]+)\b/;
const statement =
  /^\s*(insert\s+into\b|update\s+\S+\s+set\b|delete\s+from\b|create\s+(or\s+replace\s+)?(temp\s+|temporary\s+)?(table|view|schema|sequence|macro)\b|alter\s+table\b|drop\s+(table|view|schema)\b|attach\s+'|with\s+\w+\s+as\s*\(|select\s[\s\S]*\sfrom\s|set\s+(global\s+)?\w+\s*=)/i;
/** These are common English as well, and count only in capitals. */
const statementInCapitals = /^\s*(SELECT\s|COPY\s|SET\s|PRAGMA\s|DESCRIBE\s|EXPLAIN\s|CHECKPOINT\b)/;
const printers = /^analysis\/(store|expression)\/sql(\.ts|\/)/;
const leavesOut = /^(skip|only|todo|skipIf|runIf|fixme|fails)$/;
const machinePath = /(^|["'`\s(])(\/(home|Users|root|work|mnt|tmp)\/|[A-Z]:\\\\(Users|home))/;

export function tooLong(path: string, text: string): readonly string[] {
  const lines = text.trimEnd().split('\n').length;
  return lines > longestFile ? [`${path}: ${lines} lines`] : [];
}

/** SQL in a plain string or template: everything else goes through the `sql` tag, which binds and quotes. */
export function looseSql(path: string, text: string): readonly string[] {
  if (printers.test(path)) return [];
  const { program, lineOf } = parse(path, text);
  const found: string[] = [];
  const tagged = new Set<Node>();
  const look = (node: Node, value: string | null): void => {
    if (value !== null && !tagged.has(node) && isStatement(value)) found.push(`${path}:${lineOf(node)}`);
  };
  new Visitor({
    TaggedTemplateExpression: ({ tag, quasi }) => {
      if (text.slice(tag.start, tag.end).split('.')[0] === 'sql') tagged.add(quasi);
    },
    Literal: (node) => look(node, plainText(node)),
    TemplateLiteral: (node) => look(node, node.quasis.map(({ value }) => value.cooked ?? '').join('x')),
  }).visit(program);
  return found;
}

function isStatement(text: string): boolean {
  return statementInCapitals.test(text) || (firstWord.test(text) && statement.test(text));
}

/** Tests that are left out, or that leave out all others. */
export function skippedTests(path: string, text: string): readonly string[] {
  const { program, lineOf } = parse(path, text);
  const found: string[] = [];
  new Visitor({
    MemberExpression: (node) => {
      if (node.property.type !== 'Identifier' || !leavesOut.test(node.property.name)) return;
      if (/^(it|test|describe|suite)\b/.test(text.slice(node.object.start, node.object.end))) {
        found.push(`${path}:${lineOf(node)}`);
      }
    },
  }).visit(program);
  return found;
}

export function machinePaths(path: string, text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => (machinePath.test(line) ? [`${path}:${index + 1}`] : []));
}

/** The paths of all leaves of a catalogue, such as `import.title`. */
export function keysOf(catalogue: object, prefix = ''): readonly string[] {
  return Object.entries(catalogue).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? keysOf(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}
