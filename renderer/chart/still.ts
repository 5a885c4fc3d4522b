import type { TopLevelSpec } from 'vega-lite';
import { chartConfig, paint, type Paint } from './theme.ts';
import type { Row } from './vega.ts';

/** A chart as it is to be drawn for a file. */
export interface Still {
  readonly label: string;
  readonly spec: (paint: Paint) => object;
  readonly rows: readonly Row[];
  readonly width: number;
  readonly height: number;
}

export interface Drawn {
  readonly svg: string;
  readonly canvas: HTMLCanvasElement;
  readonly width: number;
  readonly height: number;
}

/** Pixels of a picture for one on screen. */
export const sharpness = 2;

/** The chart whole, as it looks in the theme on screen or in the colours given. */
export async function drawStill({ spec, rows, width, height }: Still, colours: Paint = paint): Promise<Drawn> {
  const { drawApart } = await import('./vega.ts');
  const whole = {
    ...spec(colours),
    data: { name: 'rows' },
    ...{ width, height },
    autosize: { type: 'fit', contains: 'padding' },
  } as TopLevelSpec;
  const { svg, canvas } = await drawApart({ spec: whole, config: chartConfig(colours), rows, sharpness });
  return { svg, canvas, width: canvas.width / sharpness, height: canvas.height / sharpness };
}
