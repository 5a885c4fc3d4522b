const ids: ReadonlySet<string> = new Set(['buyer.id', 'card.token', 'device.id', 'cookie.id']);

/** What systems and testers write into an id where there is none. */
const words = [
  ...['null', '\\(null\\)', 'undefined', 'nan', '#n/a', '#ref!', '#value!', '\\[object object\\]'],
  ...['test', 'テスト', 'ﾃｽﾄ', 'てすと', 'dummy', 'ダミー', 'ﾀﾞﾐｰ'],
  ...['none', 'n/a', 'na', 'nil', 'unknown', 'guest', 'ゲスト', 'xx+', 'aaa+', 'あああ+', '-+', 'ー+', '\\?+', '\\.+'],
  ...['なし', '無し', '不明', '未設定', '未入力', '[0-]+'],
];
const nobody = new RegExp(`^ *(?:${words.join('|')}) *$`, 'u');

/** Whether a field holds an id that tells who ordered, or from what. */
export const isId = (path: string): boolean => ids.has(path);

/** Whether an id stands for nobody: it is no key, and none of a key's distinct values. */
export function isNobody(text: string): boolean {
  const first = text.charCodeAt(0);
  // No such word begins with 1 to 9, and most ids do.
  if (first >= 49 && first <= 57) return false;
  return nobody.test(text.toLowerCase());
}
