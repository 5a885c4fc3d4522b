const twin = (header: string, one: '[0].' | '[].', other: '[0].' | '[].'): string => header.replace(one, other);

/**
 * The headers that a mapping which reads `used` may keep: the first in a list (`deliveries[0].name`) says nothing more than
 * all of it (`deliveries[].name`), and of a list whose first is read the others stand in the list itself.
 */
export const keepable = (headers: readonly string[], used: ReadonlySet<string>): readonly string[] =>
  headers.filter(
    (header) =>
      !used.has(header) &&
      !(header.includes('[0].') && headers.includes(twin(header, '[0].', '[].'))) &&
      !(header.includes('[].') && used.has(twin(header, '[].', '[0].'))),
  );
