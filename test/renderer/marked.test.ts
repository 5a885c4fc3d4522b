import { describe, expect, it } from 'vitest';
import { piecesOf } from '../../renderer/identity/marked.ts';

const marked = (text: string, other: string): string =>
  piecesOf(text, other)
    .map(({ text: piece, own }) => (own ? `[${piece}]` : piece))
    .join('');

describe('what one side of a pair writes differently', () => {
  it('is marked letter by letter, and all letters are kept', () => {
    expect(marked('090-1234-5678', '090-1234-5679')).toBe('090-1234-567[8]');
    expect(marked('髙橋 一郎', '高橋一郎')).toBe('[髙]橋[ ]一郎');
    expect(marked('赤坂4-3-2', '赤坂4-3-12')).toBe('赤坂4-3-2');
    expect(marked('赤坂4-3-12', '赤坂4-3-2')).toBe('赤坂4-3-[1]2');
    expect(marked('𠮷田', '吉田')).toBe('[𠮷]田');
    expect(marked('佐藤', '')).toBe('[佐藤]');
    expect(marked('', '佐藤')).toBe('');
  });
});
