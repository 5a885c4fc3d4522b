import { useEffect, useState } from 'react';
import { count, dateTime } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';

export interface TimeWalkProps {
  /** The times of the orders, the earliest first. */
  readonly times: readonly number[];
  /** Null shows all. */
  readonly until: number | null;
  readonly onChange: (until: number | null) => void;
  readonly shown: number;
  readonly all: number;
  readonly timezone: string;
}

const stepMs = 500;

/** A walk through the graph order by order, by hand or by itself. */
export function TimeWalk({ times, until, onChange, shown, all, timezone }: TimeWalkProps) {
  const [playing, setPlaying] = useState(false);
  const last = times.length - 1;
  const at =
    until === null
      ? last
      : Math.max(
          0,
          times.findLastIndex((time) => time <= until),
        );
  const move = (next: number): void => onChange(next >= last ? null : (times[next] ?? null));
  useEffect(() => {
    if (!playing) return;
    if (at >= last) return setPlaying(false);
    const timer = setTimeout(() => move(at + 1), stepMs);
    return () => clearTimeout(timer);
  }, [playing, at, last]);
  const play = (): void => {
    if (!playing && at >= last) onChange(times[0] ?? null);
    setPlaying(!playing);
  };
  const told =
    until === null
      ? t('links.timeAll', { orders: count(all) })
      : t('links.timeUntil', { time: dateTime(until, timezone), shown: count(shown), orders: count(all) });
  return (
    <div className="links-time row">
      <Button
        small
        look="quiet"
        icon={playing ? 'close' : 'play'}
        aria-label={t(playing ? 'links.pause' : 'links.play')}
        disabled={last < 1}
        onClick={play}
      />
      <label className="row grow">
        <span className="label">{t('links.time')}</span>
        <input
          type="range"
          className="grow"
          min={0}
          max={Math.max(0, last)}
          step={1}
          value={at}
          disabled={last < 1}
          aria-valuetext={told}
          onChange={({ target }) => {
            setPlaying(false);
            move(Number(target.value));
          }}
        />
      </label>
      <span className="note links-time-told" data-testid="links-time">
        {told}
      </span>
    </div>
  );
}
