import { describe, expect, it } from 'vitest';
import type { Failure } from '../../analysis/model/failure.ts';
import { latestOf, noneEnded, type Ended } from '../../renderer/state/latest.ts';

const failure: Failure = { code: 'cancelled', params: {} };
const answered: Ended<number, string> = { answered: { key: 'a', asked: 'the first', value: 1 }, failed: null };
const failed: Ended<number, string> = { ...answered, failed: { key: 'b', failure } };

describe('the latest answer', () => {
  it('is nothing at first, and on its way', () => {
    expect(latestOf(noneEnded, 'a')).toEqual({ value: null, asked: null, failure: null, fresh: false, busy: true });
    expect(latestOf(noneEnded, null)).toMatchObject({ fresh: false, busy: false });
  });

  it('is fresh for the question that it answers, and old from the moment that another is asked', () => {
    expect(latestOf(answered, 'a')).toEqual({ value: 1, asked: 'the first', failure: null, fresh: true, busy: false });
    expect(latestOf(answered, 'b')).toEqual({ value: 1, asked: 'the first', failure: null, fresh: false, busy: true });
  });

  it('is never fresh after a failure: the value still answers the question before', () => {
    expect(latestOf(failed, 'b')).toEqual({ value: 1, asked: 'the first', failure, fresh: false, busy: false });
    // The question that was answered is asked again.
    expect(latestOf(failed, 'a')).toMatchObject({ value: 1, fresh: true });
  });

  it('is not fresh where the same question failed when it was asked again', () => {
    expect(latestOf({ ...answered, failed: { key: 'a', failure } }, 'a')).toMatchObject({ fresh: false, busy: false });
  });
});
