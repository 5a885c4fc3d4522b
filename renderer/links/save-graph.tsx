import { useState } from 'react';
import type { OrderGraph } from '../../analysis/model/order-graph.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { plainTable, type ResultFacts, type ResultFile } from '../../analysis/model/results/result-file.ts';
import { count, date, period } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { PersonalChoice } from '../parts/personal-choice.tsx';
import { pin } from '../parts/save/pin.ts';
import { saveResult } from '../parts/save/save-result.ts';
import type { Drawn } from '../chart/still.ts';
import type { Paint } from '../chart/theme.ts';
import type { NodeLook, NodePlace } from './drawing.ts';
import type { Shown } from './graph-model.ts';
import { graphSvg, type GraphSketch } from './graph-picture.ts';
import { graphRows } from './graph-rows.ts';
import { sketchOf } from './graph-sketch.ts';
import type { Colouring } from './looks.ts';
import type { LinksStart } from './open-links.ts';

export interface SaveGraphProps {
  readonly graph: OrderGraph;
  readonly shown: Shown;
  readonly start: LinksStart;
  readonly info: ProjectInfo;
  readonly by: Colouring;
  readonly looks: ReadonlyMap<string, NodeLook>;
  readonly places: () => readonly NodePlace[];
  readonly picture: (masked: boolean) => Promise<Drawn>;
}

/** The links on screen as a table, and their picture, as files; personal values are hidden unless somebody wants them. */
export function SaveGraph(props: SaveGraphProps) {
  const [saving, setSaving] = useState<'csv' | 'png' | null>(null);
  const { info } = props;
  return (
    <>
      {info.readOnly ? null : (
        <Button small icon="pin" onClick={() => pinGraph(props)}>
          {t('findings.pin')}
        </Button>
      )}
      {(['csv', 'png'] as const).map((kind) => (
        <Button
          key={kind}
          small
          icon="save"
          aria-label={t(`links.save${kind === 'csv' ? 'Csv' : 'Png'}`)}
          onClick={() => setSaving(kind)}
        >
          {t(`links.${kind}`)}
        </Button>
      ))}
      {saving === null ? null : <SaveDialog key={saving} kind={saving} onClose={() => setSaving(null)} {...props} />}
    </>
  );
}

/** Values stand in it as the masks of files: who reads the page, and by what role, is known to nobody yet. */
function pinGraph({ graph, shown, start, info, by, looks, places }: SaveGraphProps): void {
  const sketch = sketchOf({ shown, start, looks, by, target: info.target, places: places() });
  const counts = { orders: count(shown.orders.length), keys: count(shown.keys.length) };
  pin(info, {
    title: t('links.title'),
    facts: factsOf(graph, start, info, true),
    explained: [
      info.asOf === null ? t('links.hindsightNow') : t('links.hindsight', { asOf: date(info.asOf, info.timezone) }),
    ],
    query: null,
    madeOn: null,
    table: graphRows(shown, info, true),
    pictures: [{ label: t('links.pictureOf', counts), draw: (colours) => Promise.resolve(drawn(sketch, colours)) }],
  });
}

function drawn(sketch: GraphSketch, colours: Paint) {
  const font = getComputedStyle(document.body).fontFamily;
  const pen = document.createElement('canvas').getContext('2d');
  const width = (text: string, size: number): number => {
    if (pen === null) return text.length * size;
    pen.font = `${size}px ${font}`;
    return pen.measureText(text).width;
  };
  return graphSvg(sketch, { colours, font, width });
}

interface SaveDialogProps extends Pick<SaveGraphProps, 'graph' | 'shown' | 'start' | 'info' | 'picture'> {
  readonly kind: 'csv' | 'png';
  readonly onClose: () => void;
}

const offered = ['masked', 'plain'] as const;

function SaveDialog({ kind, onClose, graph, shown, start, info, picture }: SaveDialogProps) {
  const [chosen, setChosen] = useState<(typeof offered)[number]>('masked');
  const [shiftJis, setShiftJis] = useState(false);
  const masked = info.masked || chosen === 'masked';
  const title = t(kind === 'csv' ? 'links.saveCsv' : 'links.savePng');
  const counts = { orders: count(shown.orders.length), keys: count(shown.keys.length) };
  const file = async (): Promise<ResultFile> => {
    const facts = factsOf(graph, start, info, masked);
    const name = t('links.title');
    if (kind === 'png') {
      const { pngOf, sheetAround } = await import('../parts/save/picture-file.ts');
      return { kind, name, bytes: await pngOf(sheetAround(name, facts, [await picture(masked)])) };
    }
    const rows = plainTable(graphRows(shown, info, masked));
    const about = facts.map(([head, text]): [string, string] => [head, text]);
    return { kind, name, encoding: shiftJis ? 'shift_jis' : 'utf-8', rows, about };
  };
  const save = () => {
    onClose();
    saveResult(file);
  };
  const buttons = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button look="primary" onClick={save}>
        {t('orders.exportSave')}
      </Button>
    </>
  );
  return (
    <Dialog title={title} onClose={onClose} buttons={buttons}>
      <p>{t(kind === 'csv' ? 'links.saveCsvBody' : 'links.savePngBody', counts)}</p>
      <PersonalChoice
        offered={offered}
        chosen={masked ? 'masked' : 'plain'}
        masked={info.masked}
        onChoose={setChosen}
      />
      {kind === 'csv' ? (
        <label className="row">
          <input type="checkbox" checked={shiftJis} onChange={({ target }) => setShiftJis(target.checked)} />
          {t('links.shiftJis')}
        </label>
      ) : null}
    </Dialog>
  );
}

function factsOf(graph: OrderGraph, start: LinksStart, info: ProjectInfo, masked: boolean): ResultFacts {
  const { target, asOf, timezone } = info;
  const begun = graph.orders.find(({ seq }) => seq === start.seq);
  return [
    [t('links.begin'), begun === undefined ? '–' : masked ? begun.mask : begun.orderId],
    [t('top.target'), named(target.name)],
    [t('top.period'), info.period === null ? '–' : period(info.period, timezone)],
    [t('top.asOf'), asOf === null ? t('top.asOfNoEffect') : date(asOf, timezone)],
    [t('links.hubPersons'), count(graph.hubPersons)],
    [t('links.outsideHead'), count(graph.outside.orders)],
  ];
}
