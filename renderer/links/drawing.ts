import cytoscape, { type Core, type ElementDefinition, type NodeSingular, type StylesheetJson } from 'cytoscape';
import type { OrderGraph } from '../../analysis/model/order-graph.ts';
import { sharpness, type Drawn } from '../chart/still.ts';
import { paint } from '../chart/theme.ts';
import { arrange } from './arrange.ts';
import { keyNode, orderNode, type Shown } from './graph-model.ts';

/** What a node says and how it looks. */
export interface NodeLook {
  readonly label: string;
  /** The label where personal values are not to be seen. */
  readonly masked: string;
  readonly classes: string;
  /** Design tokens. */
  readonly fill: string;
  readonly border: string;
}

/** Where a node lies that is shown, and how large it is. */
export interface NodePlace {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

export interface DrawingAsked {
  readonly graph: OrderGraph;
  readonly looks: ReadonlyMap<string, NodeLook>;
}

/** One link graph on a canvas. Nodes stay where they are while others come and go. */
export class Drawing {
  readonly #cy: Core;

  constructor(
    container: HTMLElement,
    heard: { readonly select: (node: string) => void; readonly expand: (node: string) => void },
  ) {
    this.#cy = cytoscape({
      container,
      style: sheet(),
      minZoom: 0.1,
      maxZoom: 3,
      autounselectify: true,
      boxSelectionEnabled: false,
      // A pixel of its own for every one of the screen; text is unreadable otherwise.
      pixelRatio: 'auto',
    });
    this.#cy.on('tap', 'node', (event) => heard.select((event.target as NodeSingular).id()));
    this.#cy.on('dbltap', 'node', (event) => heard.expand((event.target as NodeSingular).id()));
  }

  /** Draws a graph; nodes that are new find their place beside those that they are tied to. */
  show({ graph, looks }: DrawingAsked): void {
    const cy = this.#cy;
    const wanted = new Map(elementsOf(graph, looks).map((element) => [element.data.id ?? '', element]));
    const first = cy.nodes().empty();
    cy.batch(() => {
      cy.elements()
        .filter((element) => !wanted.has(element.id()))
        .remove();
      for (const [id, element] of wanted) {
        const there = cy.getElementById(id);
        if (there.nonempty()) there.data(element.data).classes(element.classes ?? '');
      }
    });
    const added = cy.add([...wanted.values()].filter(({ data }) => cy.getElementById(data.id ?? '').empty()));
    if (added.nodes().empty()) return;
    if (first)
      cy.layout({
        name: 'breadthfirst',
        circle: true,
        animate: false,
        fit: false,
        roots: [cy.nodes()[0]?.id() ?? ''],
      }).run();
    else added.nodes().forEach(besideItsNeighbour);
    this.arrange();
  }

  arrange(first = false): void {
    arrange(this.#cy.elements(':visible'), first);
    this.fit();
  }

  /** What is not shown keeps its place. */
  reveal({ orders, keys }: Shown, selected: string | null): void {
    const seen = new Set([...orders.map(({ seq }) => orderNode(seq)), ...keys.map(({ id }) => keyNode(id))]);
    this.#cy.batch(() => {
      this.#cy.nodes().forEach((node) => {
        node.toggleClass('gone', !seen.has(node.id()));
        node.toggleClass('chosen', node.id() === selected);
        node.removeClass('beside');
      });
      if (selected !== null) this.#cy.getElementById(selected).closedNeighborhood().nodes().addClass('beside');
      this.#cy.edges().forEach((edge) => {
        edge.toggleClass('near', edge.source().id() === selected || edge.target().id() === selected);
      });
    });
  }

  fit(): void {
    const seen = this.#cy.elements(':visible');
    if (seen.empty()) return;
    this.#cy.fit(seen, 24);
    // A graph of few nodes is not blown up.
    if (this.#cy.zoom() > 1.4) {
      this.#cy.zoom(1.4);
      this.#cy.center(seen);
    }
  }

  /** The nearest node in a direction, as arrow keys go; the first one where nothing is selected. */
  toward(from: string | null, [right, down]: readonly [number, number]): string | null {
    const seen = this.#cy.nodes(':visible');
    const start = from === null ? null : seen.getElementById(from);
    if (start === null || start.empty()) return seen[0]?.id() ?? null;
    const at = start.position();
    let best: { readonly id: string; readonly far: number } | null = null;
    seen.forEach((node) => {
      const x = node.position('x') - at.x;
      const y = node.position('y') - at.y;
      const along = x * right + y * down;
      const aside = Math.abs(x * down) + Math.abs(y * right);
      if (along <= 0 || aside > 2 * along) return;
      const far = along + 2 * aside;
      if (best === null || far < best.far) best = { id: node.id(), far };
    });
    return (best as { readonly id: string } | null)?.id ?? null;
  }

  /** Moves a node into sight. */
  look(node: string): void {
    const found = this.#cy.getElementById(node);
    if (found.empty()) return;
    const { x, y } = found.renderedPosition();
    const inside = x > 20 && y > 20 && x < this.#cy.width() - 20 && y < this.#cy.height() - 20;
    if (!inside) this.#cy.center(found);
  }

  /** Reads colours and font anew. */
  repaint(): void {
    this.#cy.style(sheet());
  }

  resize(): void {
    this.#cy.resize();
  }

  /** Where everything lies that is shown. */
  places(): readonly NodePlace[] {
    return this.#cy.nodes(':visible').map((node) => ({ id: node.id(), ...node.position(), size: node.width() }));
  }

  /** The whole of what is shown as a picture, as it is laid out. */
  async picture(masked: boolean): Promise<Drawn> {
    const cy = this.#cy;
    const nodes = cy.nodes();
    if (masked) cy.batch(() => nodes.forEach((node) => void node.addClass('masked')));
    try {
      const blob = await cy.png({
        output: 'blob-promise',
        full: true,
        scale: sharpness,
        maxWidth: widest,
        maxHeight: widest,
      });
      const bitmap = await createImageBitmap(blob);
      const canvas = document.createElement('canvas');
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
      bitmap.close();
      return { svg: '', canvas, width: canvas.width / sharpness, height: canvas.height / sharpness };
    } finally {
      if (masked) cy.batch(() => nodes.forEach((node) => void node.removeClass('masked')));
    }
  }

  end(): void {
    this.#cy.destroy();
  }
}

/** Pixels of a saved picture at most, each way. */
const widest = 6000;

function elementsOf(graph: OrderGraph, looks: ReadonlyMap<string, NodeLook>): readonly ElementDefinition[] {
  const node = (id: string): ElementDefinition => {
    const { classes = '', ...look } = looks.get(id) ?? { label: '', masked: '', fill: 'surface', border: 'line' };
    return { group: 'nodes', data: { id, ...look }, classes };
  };
  return [
    ...graph.orders.map(({ seq }) => node(orderNode(seq))),
    ...graph.keys.map(({ id }) => node(keyNode(id))),
    ...graph.edges.map(({ order, key }): ElementDefinition => ({
      group: 'edges',
      data: { id: `${order} to ${key}`, source: orderNode(order), target: keyNode(key) },
    })),
  ];
}

function besideItsNeighbour(node: NodeSingular, at: number): void {
  const known = node
    .neighborhood()
    .nodes()
    .filter((other) => other.position('x') !== 0 || other.position('y') !== 0);
  const beside = known.nonempty() ? known[0]?.position() : undefined;
  const angle = at * 2.4;
  node.position({ x: (beside?.x ?? 0) + 40 * Math.cos(angle), y: (beside?.y ?? 0) + 40 * Math.sin(angle) });
}

function sheet(): StylesheetJson {
  const font = getComputedStyle(document.body).fontFamily;
  const colour = (name: 'fill' | 'border') => (node: NodeSingular) => paint(String(node.data(name)));
  const shapes = ['ellipse', 'diamond', 'octagon', 'triangle', 'pentagon'] as const;
  return [
    {
      selector: 'node',
      style: {
        ...{
          width: 18,
          height: 18,
          'background-color': colour('fill'),
          'border-width': 1.5,
          'border-color': colour('border'),
        },
        ...{ label: 'data(label)', color: paint('text-2'), 'font-family': font, 'font-size': 10 },
        ...{ 'text-valign': 'bottom', 'text-margin-y': 3, 'text-wrap': 'wrap', 'text-max-width': '160px' },
        ...{ 'min-zoomed-font-size': 8, 'text-background-color': paint('surface'), 'text-background-opacity': 0.75 },
      },
    },
    ...shapes.map((shape) => ({ selector: `node.${shape}`, style: { shape } })),
    { selector: 'node.diamond, node.triangle, node.pentagon', style: { width: 22, height: 22 } },
    { selector: 'node.dashed', style: { 'border-style': 'dashed' } },
    { selector: 'node.dotted', style: { 'border-style': 'dotted' } },
    { selector: 'node.key', style: { shape: 'round-rectangle', width: 14, height: 14 } },
    { selector: 'node.hub', style: { width: 26, height: 26, 'border-style': 'double', 'border-width': 4 } },
    { selector: 'node.start', style: { width: 30, height: 30, 'border-width': 3, 'border-color': paint('text') } },
    // However far away, what is selected can be read with all that it is tied to.
    { selector: 'node.beside', style: { 'min-zoomed-font-size': 0, 'font-size': 13, 'z-index': 5 } },
    { selector: 'node.masked', style: { label: 'data(masked)' } },
    {
      selector: 'node.chosen',
      style: { 'outline-width': 3, 'outline-color': paint('accent'), 'outline-offset': 2, 'z-index': 10 },
    },
    { selector: 'edge', style: { width: 1, 'line-color': paint('line-strong'), 'curve-style': 'haystack' } },
    { selector: 'edge.near', style: { width: 2.5, 'line-color': paint('accent') } },
    { selector: '.gone', style: { display: 'none' } },
  ];
}
