import ts from 'typescript';
import { parse } from './sources.ts';

const longestFile = 400;
/** How a statement begins. In prose the first word is capitalised, so "Select a range" is not one. */
const firstWord = /^\s*([A-Z]+|[a-z]+)\b/;
const statement =
  /^\s*(insert\s+into\b|update\s+\S+\s+set\b|delete\s+from\b|create\s+(or\s+replace\s+)?(temp\s+|temporary\s+)?(table|view|schema|sequence|macro)\b|alter\s+table\b|drop\s+(table|view|schema)\b|attach\s+'|with\s+\w+\s+as\s*\(|select\s[\s\S]*\sfrom\s|set\s+(global\s+)?\w+\s*=)/i;
/** These are common English as well, and count only in capitals. */
const statementInCapitals = /^\s*(SELECT\s|COPY\s|SET\s|PRAGMA\s|DESCRIBE\s|EXPLAIN\s|CHECKPOINT\b)/;
const printers = /^analysis\/(store|expression)\/sql(\.ts|\/)/;
const machinePath = /(^|["'`\s(])(\/(home|Users|root|work|mnt|tmp)\/|[A-Z]:\\\\(Users|home))/;

export function tooLong(path: string, text: string): readonly string[] {
  const lines = text.trimEnd().split('\n').length;
  return lines > longestFile ? [`${path}: ${lines} lines`] : [];
}

/** SQL in a plain string or template: everything else goes through the `sql` tag, which binds and quotes. */
export function looseSql(path: string, text: string): readonly string[] {
  if (printers.test(path)) return [];
  return literals(path, text, (node, value) => !isTagged(node) && isStatement(value));
}

function isStatement(text: string): boolean {
  return statementInCapitals.test(text) || (firstWord.test(text) && statement.test(text));
}

/** Tests that are left out, or that leave out all others. */
export function skippedTests(path: string, text: string): readonly string[] {
  const source = parse(path, text);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && /^(skip|only|todo|skipIf|runIf|fixme|fails)$/.test(node.name.text)) {
      if (/^(it|test|describe|suite)\b/.test(node.expression.getText(source))) found.push(at(source, node));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
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

function literals(path: string, text: string, matches: (node: ts.Node, value: string) => boolean): readonly string[] {
  const source = parse(path, text);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const value = literalText(node);
    if (value !== null && matches(node, value)) found.push(at(source, node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function literalText(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map((span) => `x${span.literal.text}`).join('');
}

function isTagged(node: ts.Node): boolean {
  return ts.isTaggedTemplateExpression(node.parent) && node.parent.tag.getText().split('.')[0] === 'sql';
}

function at(source: ts.SourceFile, node: ts.Node): string {
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
}
