import { expect, it } from 'vitest';
import { codeName, codesOf } from '../../analysis/model/code-names.ts';

it('names the categories of black registrations that are known, and no other', () => {
  expect(codesOf('black')).toEqual(['01', '02', '03', '04', '05', '06', '07', '08']);
  expect(codeName('black', '08')).toEqual({ ja: 'その他（レンタル）', en: 'Other: rental' });
  expect(codeName('black', '09')).toBeUndefined();
  expect(codeName('black', 'constructor')).toBeUndefined();
});
