import type { Config } from 'vega-lite';
import { tokenColour } from '../theme/theme.ts';

/** The colour a design token has in the theme on screen. */
export type Paint = (token: string) => string;

export const paint: Paint = (token) => tokenColour(token);

/** One look for every chart, made from the same tokens as the rest of the window. */
export function chartConfig(paint: Paint): Config {
  const font = getComputedStyle(document.body).fontFamily;
  const quiet = paint('text-3');
  const line = paint('line');
  return {
    background: 'transparent',
    font,
    padding: { left: 2, right: 6, top: 4, bottom: 2 },
    view: { stroke: null },
    axis: {
      labelColor: quiet,
      labelFontSize: 11,
      titleColor: quiet,
      titleFontSize: 11,
      titleFontWeight: 'normal',
      titlePadding: 6,
      domainColor: paint('line-strong'),
      gridColor: line,
      tickColor: line,
      tickSize: 3,
      labelOverlap: 'greedy',
    },
    axisX: { grid: false, tickCount: 6 },
    axisY: {
      domain: false,
      ticks: false,
      tickCount: 3,
      titleAngle: 0,
      titleAlign: 'left',
      titleAnchor: 'end',
      titleY: -6,
      titleX: -46,
      titleBaseline: 'bottom',
    },
    bar: { cornerRadius: 0 },
    legend: {
      labelColor: quiet,
      titleColor: quiet,
      labelFontSize: 11,
      symbolSize: 80,
      orient: 'top',
      title: null,
      offset: 4,
    },
    line: { strokeWidth: 1.5 },
    text: { color: paint('text-2'), fontSize: 11, font },
  };
}

/**
 * Stripes for what is not known yet: a gradient with hard stops, as a canvas mark takes no pattern. They stand upright,
 * so that bars of one width have stripes of one width.
 */
export function hatched(colour: string, gap: string): object {
  const stripes = 6;
  const stops = Array.from({ length: stripes }, (_, i) => [
    { offset: i / stripes, color: i % 2 === 0 ? colour : gap },
    { offset: (i + 1) / stripes, color: i % 2 === 0 ? colour : gap },
  ]).flat();
  return { gradient: 'linear', x1: 0, y1: 0, x2: 1, y2: 0, stops };
}
