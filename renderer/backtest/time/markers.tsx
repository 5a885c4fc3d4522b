import { useState, type FormEvent } from 'react';
import { markerSchema, mostMarkers, type Marker } from '../../../analysis/model/markers.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { go } from '../../state/address.ts';
import { call } from '../../state/jobs.ts';
import { attempt } from '../../state/toasts.ts';

export interface MarkersProps {
  readonly markers: readonly Marker[];
  readonly chosen: Marker | null;
  readonly period: { readonly from: string; readonly to: string };
  readonly readOnly: boolean;
}

export const keyOf = ({ day, name }: Marker): string => `${day} ${name}`;

/** The dates that are marked in the project: one of them is chosen, another can be added, or taken away. */
export function Markers({ markers, chosen, period, readOnly }: MarkersProps) {
  const [day, setDay] = useState('');
  const [name, setName] = useState('');
  const typed = markerSchema.safeParse({ day, name });
  const keep = (next: readonly Marker[], choose: string | null) =>
    attempt(async () => {
      await call('backtest.mark', { markers: [...next] });
      // The address tells every chart that there are others now.
      go({ params: { marked: JSON.stringify([next.length, choose]), marker: choose }, replace: true });
    });
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!typed.success) return;
    keep([...markers, typed.data], keyOf(typed.data));
    setDay('');
    setName('');
  };
  return (
    <div className="row wrap markers">
      {markers.map((marker) => (
        <span key={keyOf(marker)} className="row marker">
          <Button
            small
            aria-pressed={chosen !== null && keyOf(chosen) === keyOf(marker)}
            onClick={() => go({ params: { marker: keyOf(marker) }, replace: true })}
          >
            {marker.day} {marker.name}
          </Button>
          <Button
            small
            look="quiet"
            icon="trash"
            disabled={readOnly}
            aria-label={t('overTime.unmark', { name: `${marker.day} ${marker.name}` })}
            onClick={() =>
              keep(
                markers.filter((one) => one !== marker),
                null,
              )
            }
          />
        </span>
      ))}
      <form className="row" onSubmit={add}>
        <input
          type="date"
          className="input small"
          aria-label={t('overTime.markerDay')}
          min={period.from}
          max={period.to}
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
        <input
          className="input small"
          aria-label={t('overTime.markerName')}
          placeholder={t('overTime.markerName')}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" small icon="plus" disabled={!typed.success || readOnly || markers.length >= mostMarkers}>
          {t('overTime.mark')}
        </Button>
      </form>
    </div>
  );
}
