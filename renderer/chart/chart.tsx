import { useContext, useEffect, useRef, useState, type RefObject } from 'react';
import type { TopLevelSpec } from 'vega-lite';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { useInSight } from '../parts/in-sight.ts';
import { PicturesOf } from '../parts/save/save-context.ts';
import { settled, type Age } from '../state/latest.ts';
import { useStore } from '../state/store.ts';
import { paintVersion } from '../theme/theme.ts';
import { useBrush, type Brush } from './brush.ts';
import { ChartTable, type ChartColumn } from './chart-table.tsx';
import { chartConfig, paint, type Paint } from './theme.ts';
import type { Row, View } from './vega.ts';

export type { ChartColumn } from './chart-table.tsx';
export type { Row } from './vega.ts';

export interface ChartProps {
  /** Says what the chart shows, for people who do not see it. */
  readonly label: string;
  /** The Vega-Lite spec without data, size and config; reads the data set `rows`. */
  readonly spec: (paint: Paint) => object;
  /** Changes exactly when the spec does; new rows alone do not draw the chart anew. */
  readonly specKey: string;
  readonly rows: readonly Row[];
  /** The table behind the chart; the first column names the row. */
  readonly columns: readonly ChartColumn[];
  readonly height: number;
  /** A taller chart scrolls within this height. */
  readonly viewHeight?: number;
  /** A mark was clicked; `add` when Shift was held. */
  readonly onPick?: (row: Row, add: boolean) => void;
  /** Bars along the x axis may be chosen by drawing over them. */
  readonly brush?: Brush | undefined;
  /** Whether the rows are the previous ones, and new ones are computed; new unless told. */
  readonly age?: Age;
  /** For charts that share one table: whether it is shown instead, and, on the one that has the switch, what turns it. */
  readonly table?: boolean;
  readonly onTable?: (table: boolean) => void;
}

export function Chart(props: ChartProps) {
  const { label, rows, columns, onPick, age: { fresh, busy } = settled } = props;
  const height = Math.min(props.height, props.viewHeight ?? Infinity);
  const [own, setOwn] = useState(false);
  const table = props.table ?? own;
  const toggle = () => (props.onTable ?? setOwn)(!table);
  const figure = useRef<HTMLElement>(null);
  useStill(figure, () => props);
  return (
    <figure ref={figure} className={`chart ${fresh ? '' : 'old-figures'}`} aria-label={label} aria-busy={busy}>
      {props.table !== undefined && !props.onTable ? null : (
        <Button
          className="chart-toggle"
          look="quiet"
          small
          icon={table ? 'explore' : 'table'}
          aria-label={t(table ? 'chart.asChart' : 'chart.asTable')}
          aria-pressed={table}
          onClick={toggle}
        />
      )}
      {table ? (
        <ChartTable {...{ label, rows, columns, onPick }} height={props.viewHeight ?? height} />
      ) : (
        <ScrolledDrawing {...props} />
      )}
    </figure>
  );
}

export type Picture = Pick<ChartProps, 'label' | 'spec' | 'specKey' | 'rows' | 'height' | 'viewHeight' | 'onPick'>;

/** A chart that is not on screen: files that are saved of its panel have it all the same. */
export function UnseenChart({ picture }: { readonly picture: () => Picture }) {
  const place = useRef<HTMLDivElement>(null);
  useStill(place, picture);
  return <div ref={place} hidden />;
}

/** Tells the panel around it how to draw it for a file, whether it shows its picture or its table. */
function useStill(figure: RefObject<HTMLElement | null>, picture: () => Picture): void {
  const pictures = useContext(PicturesOf);
  const latest = useRef(picture);
  latest.current = picture;
  useEffect(
    () =>
      pictures?.add(() => {
        const { label, spec, rows, height } = latest.current();
        const own = figure.current?.clientWidth ?? 0;
        // What is not on screen has no width of its own.
        const width = own > 0 ? own : (figure.current?.parentElement?.clientWidth ?? 0);
        return { label, spec, rows, height, width: Math.max(leastWidth, width) };
      }),
    [pictures],
  );
}

/** Of a picture in a file, however narrow the window is. */
const leastWidth = 480;

function ScrolledDrawing(props: ChartProps) {
  const { label, height, viewHeight } = props;
  if (viewHeight === undefined || height <= viewHeight) return <Drawing {...props} />;
  return (
    <div className="chart-scroll" style={{ height: `${viewHeight}px` }} tabIndex={0} role="group" aria-label={label}>
      <Drawing {...props} />
    </div>
  );
}

function Drawing({ label, spec, specKey, rows, height, onPick, brush }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const view = useRef<View | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const version = useStore(paintVersion);
  const width = useWidth(box);
  const drawn = useBrush(box, view, brush);
  const pick: ChartProps['onPick'] =
    onPick === undefined ? undefined : (row, add) => (drawn() ? undefined : onPick(row, add));
  const latest = useRef({ rows, onPick: pick, spec });
  latest.current = { rows, onPick: pick, spec };
  const ready = width > 0;

  useEffect(() => {
    const container = box.current;
    if (!ready || !container) return;
    let gone = false;
    const size = { width: container.clientWidth, height };
    const layer = document.createElement('div');
    container.append(layer);
    void drawLazily(layer, size, latest, tip).then(
      (drawn) => {
        if (gone) drawn.finalize();
        else view.current = drawn;
      },
      (error: unknown) => setFailed(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      gone = true;
      view.current?.finalize();
      view.current = null;
      layer.remove();
    };
  }, [specKey, version, height, ready]);

  // What nobody sees is drawn when it comes into sight: drawing costs more than the figures that it shows.
  const seen = useInSight(box);
  useEffect(() => {
    if (seen) void view.current?.data('rows', [...rows]).runAsync();
  }, [rows, seen]);

  useEffect(() => {
    void view.current?.width(width).runAsync();
  }, [width]);

  if (failed !== null) throw new Error(failed);
  return (
    <>
      <div
        ref={box}
        className={`chart-box ${onPick ? 'pickable' : ''} ${brush ? 'brushed' : ''}`}
        style={{ height: `${height}px` }}
        role="img"
        aria-label={label}
      />
      <div ref={tip} className="chart-tip" hidden />
    </>
  );
}

interface Latest {
  readonly current: Pick<ChartProps, 'rows' | 'spec'> & { readonly onPick: ChartProps['onPick'] };
}

async function drawLazily(
  container: HTMLElement,
  size: { readonly width: number; readonly height: number },
  latest: Latest,
  tip: RefObject<HTMLDivElement | null>,
): Promise<View> {
  const { draw } = await import('./vega.ts');
  const spec = {
    ...latest.current.spec(paint),
    data: { name: 'rows' },
    ...size,
    autosize: { type: 'fit', contains: 'padding' },
  } as TopLevelSpec;
  return draw({
    container,
    spec,
    config: chartConfig(paint),
    rows: latest.current.rows,
    tip: (value, at) => showTip(tip.current, value, at),
    pick: (datum, shift) => latest.current.onPick?.(datum, shift),
  });
}

function useWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const node = box.current;
    if (!node) return;
    const observer = new ResizeObserver(() => setWidth(Math.floor(node.clientWidth)));
    observer.observe(node);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

const tipOffset = 12;

function showTip(
  layer: HTMLElement | null,
  value: unknown,
  at: { readonly x: number; readonly y: number } | null,
): void {
  if (!layer) return;
  layer.hidden = at === null;
  if (at === null) return;
  layer.textContent = tipText(value);
  const { width, height } = layer.getBoundingClientRect();
  const left = at.x + tipOffset + width > window.innerWidth ? at.x - tipOffset - width : at.x + tipOffset;
  const top = Math.min(at.y + tipOffset, window.innerHeight - height - tipOffset);
  layer.style.left = `${Math.max(0, left)}px`;
  layer.style.top = `${Math.max(0, top)}px`;
}

function tipText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, text]) => `${name}: ${String(text)}`)
    .join('\n');
}
