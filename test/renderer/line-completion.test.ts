import { describe, expect, it } from 'vitest';
import { lineField, lineOptions, lineVariable } from '../../renderer/rules/editor/lines.ts';

describe('inside a macro over lines', () => {
  it.each([
    ['items.exists(i, ', 'i'],
    ['items.exists(line, line.sku == "a" && (line.', 'line'],
    ['items.filter(i, i.sku == ")").map(j, ', 'j'],
    ['items.exists(i, i.sku == "a") && ', null],
    ['items.exists(i, i.sku == "(") && ', null],
    ['items.exists(', null],
    ['order.amount > 5 && ', null],
  ])('%s the line is called %s', (before, variable) => {
    expect(lineVariable(before)).toBe(variable);
  });

  it('the fields of a line are offered by name and by label', () => {
    const labels = (typed: string): string[] => lineOptions(typed, 'i')?.options.map(({ label }) => label) ?? [];
    expect(labels('i.')).toEqual(['sku', 'name', 'category', 'unit_price', 'quantity', 'amount']);
    expect(labels('i.カテ')).toEqual(['category']);
    expect(lineOptions('order.', 'i')).toBe(null);
    expect(lineField('i.amount', 'i')?.type).toBe('money');
    expect(lineField('i.amount', null)).toBe(null);
  });
});
