import { describe, expect, it } from 'vitest';
import { instantAt, wallTime } from '../../analysis/model/wall-time.ts';

describe('times as clocks of a zone show them', () => {
  it.each([
    ['2026-03-31T15:00:00Z', 'Asia/Tokyo', '2026-04-01T00:00'],
    ['2024-03-10T06:59:00Z', 'America/New_York', '2024-03-10T01:59'],
    ['2024-03-10T07:00:00Z', 'America/New_York', '2024-03-10T03:00'],
    ['2024-11-03T05:30:00Z', 'America/New_York', '2024-11-03T01:30'],
  ])('%s in %s is %s, and back', (instant, zone, wall) => {
    expect(wallTime(instant, zone)).toBe(wall);
    expect(Date.parse(instantAt(wall, zone) ?? '')).toBe(Date.parse(instant));
  });

  it('a time that is twice is the first, one that is never is moved, and no time is none', () => {
    expect(wallTime('2024-11-03T06:30:00Z', 'America/New_York')).toBe('2024-11-03T01:30');
    expect(instantAt('2024-03-10T02:30', 'America/New_York')).toBe('2024-03-10T07:30:00.000Z');
    expect([instantAt('', 'UTC'), wallTime('x', 'UTC')]).toEqual([null, '']);
  });
});
