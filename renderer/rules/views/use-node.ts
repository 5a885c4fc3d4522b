import { useState } from 'react';
import {
  builderOf,
  celOf,
  emptyGroup,
  placesOf,
  type BuilderNode,
} from '../../../analysis/expression/builder/index.ts';
import { parse, type Span } from '../../../analysis/expression/index.ts';

export interface Edited {
  /** The rule as it is being put together; null while its text has an error. */
  readonly node: BuilderNode | null;
  /** Something is not said yet, so that the rule's text is an earlier one. */
  readonly incomplete: boolean;
  /** Where nodes stand in the text; empty while incomplete. */
  readonly places: ReadonlyMap<BuilderNode, Span>;
  readonly change: (node: BuilderNode) => void;
}

interface Held {
  readonly text: string;
  readonly node: BuilderNode;
  readonly incomplete: boolean;
}

/** A rule's text as nodes. What is not complete yet is held here, and becomes text when it is. */
export function useNode(text: string, onChange: (text: string) => void): Edited {
  const [held, setHeld] = useState<Held | null>(null);
  const parsed = parse(text);
  const own = held !== null && held.text === text ? held : null;
  const node = own?.node ?? (parsed.ok ? builderOf(parsed.ast) : text.trim() === '' ? emptyGroup : null);
  const incomplete = own?.incomplete ?? false;
  return {
    node,
    incomplete,
    places: node !== null && parsed.ok && !incomplete ? placesOf(node, parsed.ast) : new Map(),
    change: (next) => {
      const nothing = next.kind === 'group' && next.nodes.length === 0;
      const written = nothing ? '' : celOf(next);
      setHeld({ text: written ?? text, node: next, incomplete: written === null });
      if (written !== null && written !== text) onChange(written);
    },
  };
}
