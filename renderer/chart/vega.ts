import { adds } from './adds.ts';
import * as vega from 'vega';
import { compile, type Config, type TopLevelSpec } from 'vega-lite';
import { expressionInterpreter } from 'vega-interpreter';

/** This module is loaded on its own after the first paint; nothing else imports vega. */
export type View = vega.View;
export type Row = Readonly<Record<string, unknown>>;

export interface DrawOptions {
  readonly container: HTMLElement;
  readonly spec: TopLevelSpec;
  readonly config: Config;
  readonly rows: readonly Row[];
  readonly tip: (value: unknown, at: { readonly x: number; readonly y: number } | null) => void;
  readonly pick: (datum: Row, shift: boolean) => void;
}

/** Name of the data set every chart reads. */
export const rowsName = 'rows';

interface ApartOptions extends Pick<DrawOptions, 'spec' | 'config' | 'rows'> {
  /** Pixels of the canvas for one of the chart. */
  readonly sharpness: number;
}

/** The chart off screen, as SVG and on a canvas. */
export async function drawApart({ spec, config, rows, sharpness }: ApartOptions): Promise<{
  readonly svg: string;
  readonly canvas: HTMLCanvasElement;
}> {
  const compiled = compile(spec, { config, logger: vega.logger(vega.Error) });
  const view = new vega.View(vega.parse(compiled.spec, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: 'none',
    logger: vega.logger(vega.Error),
  });
  view.data(rowsName, [...rows]);
  try {
    await view.runAsync();
    return { svg: await view.toSVG(), canvas: await view.toCanvas(sharpness) };
  } finally {
    view.finalize();
  }
}

export async function draw({ container, spec, config, rows, tip, pick }: DrawOptions): Promise<View> {
  const compiled = compile(spec, { config, logger: vega.logger(vega.Error) });
  // An AST with the interpreter: the page's CSP forbids making functions from text.
  const view = new vega.View(vega.parse(compiled.spec, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: 'canvas',
    container,
    hover: true,
    logger: vega.logger(vega.Error),
    tooltip: (_handler: unknown, event: MouseEvent, _item: unknown, value: unknown) =>
      tip(value, value === null || value === undefined ? null : { x: event.clientX, y: event.clientY }),
  });
  view.data(rowsName, [...rows]);
  view.addEventListener('click', (event, item) => {
    const datum: unknown = item?.datum;
    if (typeof datum === 'object' && datum !== null) pick(datum as Row, event instanceof MouseEvent && adds(event));
  });
  return view.runAsync();
}
