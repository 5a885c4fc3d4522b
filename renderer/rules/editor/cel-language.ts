import { HighlightStyle, StreamLanguage, syntaxHighlighting, bracketMatching } from '@codemirror/language';
import type { StringStream } from '@codemirror/language';
import { tags } from '@lezer/highlight';

const word = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{M}\p{Nd}_]*/u;
const number = /^(0[xX][0-9a-fA-F]+|(\d+\.\d+|\.\d+|\d+)([eE][+-]?\d+)?)/;
const text = /^[rR]?("""([^\\]|\\.)*?"""|'''([^\\]|\\.)*?'''|"([^"\\\n]|\\.)*"?|'([^'\\\n]|\\.)*'?)/;
const mark = /^(==|!=|<=|>=|&&|\|\||[-+*/%!<>?:])/;

function token(stream: StringStream): string | null {
  if (stream.eatSpace()) return null;
  if (stream.match('//')) {
    stream.skipToEnd();
    return 'comment';
  }
  if (stream.match(text)) return 'string';
  if (stream.match(number)) return 'number';
  const found = stream.match(word);
  if (found && found !== true) {
    if (found[0] === 'true' || found[0] === 'false' || found[0] === 'null') return 'atom';
    if (found[0] === 'in') return 'keyword';
    return stream.match(/^\s*\(/, false) ? 'variableName.function' : 'variableName';
  }
  if (stream.match(mark)) return 'operator';
  stream.next();
  return null;
}

const cel = StreamLanguage.define({
  name: 'cel',
  token,
  tokenTable: { 'variableName.function': tags.function(tags.variableName) },
});

const colours = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--text-3)', fontStyle: 'italic' },
  { tag: tags.string, color: 'var(--cel-string)' },
  { tag: [tags.number, tags.atom], color: 'var(--cel-number)' },
  { tag: [tags.operator, tags.keyword], color: 'var(--cel-operator)', fontWeight: '600' },
  { tag: tags.function(tags.variableName), color: 'var(--cel-function)' },
  { tag: tags.variableName, color: 'var(--cel-field)' },
]);

/** Reading and colouring of rule texts. */
export const celLanguage = [cel, syntaxHighlighting(colours), bracketMatching()];
