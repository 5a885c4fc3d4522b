import { useEffect, useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import type { OrderGraph } from '../../analysis/model/order-graph.ts';
import type { Drawn } from '../chart/still.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { useStore } from '../state/store.ts';
import { paintVersion } from '../theme/theme.ts';
import type { Drawing, NodeLook, NodePlace } from './drawing.ts';
import type { Shown } from './graph-model.ts';

/** What others ask of the picture. */
export interface GraphHandle {
  readonly picture: (masked: boolean) => Promise<Drawn>;
  readonly places: () => readonly NodePlace[];
  readonly fit: () => void;
}

export interface GraphViewProps {
  readonly handle: Ref<GraphHandle>;
  readonly graph: OrderGraph;
  readonly shown: Shown;
  /** Of hidden hubs: others are arranged anew without them. */
  readonly arrangedBy: string;
  readonly looks: ReadonlyMap<string, NodeLook>;
  readonly selected: string | null;
  readonly onSelect: (node: string) => void;
  readonly onExpand: (node: string) => void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** The picture of a link graph; arrow keys go from node to node, Enter expands one. The tables beside it say the same. */
export function GraphView(props: GraphViewProps) {
  const { handle, graph, shown, arrangedBy, looks, selected, onSelect, onExpand } = props;
  const box = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const [failed, setFailed] = useState<Error | null>(null);
  const heard = useRef({ onSelect, onExpand });
  heard.current = { onSelect, onExpand };
  const painted = useStore(paintVersion);

  useEffect(() => {
    const container = box.current;
    if (container === null) return;
    let made: Drawing | null = null;
    let gone = false;
    const observer = new ResizeObserver(() => made?.resize());
    import('./drawing.ts').then(
      ({ Drawing: Made }) => {
        if (gone) return;
        made = new Made(container, {
          select: (node) => heard.current.onSelect(node),
          expand: (node) => heard.current.onExpand(node),
        });
        observer.observe(container);
        setDrawing(made);
      },
      (error: unknown) => setFailed(error instanceof Error ? error : new Error('not drawn')),
    );
    return () => {
      gone = true;
      observer.disconnect();
      made?.end();
    };
  }, []);

  useEffect(() => drawing?.show({ graph, looks }), [drawing, graph, looks]);
  useEffect(() => drawing?.reveal(shown, selected), [drawing, graph, shown, selected]);
  const arranged = useRef(arrangedBy);
  useEffect(() => {
    if (arranged.current === arrangedBy) return;
    arranged.current = arrangedBy;
    drawing?.arrange();
  }, [drawing, arrangedBy]);
  useEffect(() => drawing?.repaint(), [drawing, painted]);
  useEffect(() => {
    if (selected !== null) drawing?.look(selected);
  }, [drawing, selected]);
  useImperativeHandle(
    handle,
    () => ({
      picture: (masked) => (drawing === null ? Promise.reject(new Error('not drawn')) : drawing.picture(masked)),
      places: () => drawing?.places() ?? [],
      fit: () => drawing?.fit(),
    }),
    [drawing],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    const way = arrows[event.key];
    if (way !== undefined) {
      const next = drawing?.toward(selected, way) ?? null;
      if (next !== null) onSelect(next);
    } else if (event.key === 'Enter' && selected !== null) onExpand(selected);
    else return;
    event.preventDefault();
  };
  if (failed !== null) throw failed;
  const { orders, keys } = shown;
  return (
    <div
      className="links-drawing"
      tabIndex={0}
      role="group"
      aria-label={t('links.drawing', {
        ...{ orders: count(orders.length), keys: count(keys.length) },
      })}
      aria-describedby="links-keys-help"
      data-testid="links-drawing"
      data-drawn={drawing !== null}
      onKeyDown={onKeyDown}
    >
      {/* Found by the library, which would add a style element of its own otherwise. */}
      <div id="__________cytoscape_stylesheet" hidden />
      <div ref={box} className="links-canvas" aria-hidden="true" />
      <span id="links-keys-help" className="hidden-visually">
        {t('links.keysHelp')}
      </span>
    </div>
  );
}
