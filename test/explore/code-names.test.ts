import { expect, it } from 'vitest';
import { codeName, codesOf } from '../../analysis/model/code-names.ts';

it('names the categories of black registrations that are known, and no other', () => {
  const others = ['01', '02', '03', '04', '05', '06', '07', '08'].map((code) => `other-${code}`);
  expect(codesOf('black')).toEqual(['01', '02', '03', '04', '05', ...others]);
  expect(codeName('black', 'other-08')).toEqual({ ja: 'その他（レンタル）', en: 'Other: rental' });
  expect(codeName('black', '08')).toBeUndefined();
  expect(codeName('black', 'constructor')).toBeUndefined();
});
