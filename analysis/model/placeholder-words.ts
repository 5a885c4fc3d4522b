/** What systems and testers write where there is no value, in any column: alternatives of a pattern, in small letters. */
export const nowhere =
  'null|\\(null\\)|undefined|nan|#n/a|#ref!|#value!|\\[object object\\]|test|テスト|ﾃｽﾄ|てすと|dummy|ダミー|ﾀﾞﾐｰ';
/** What says the same where a person, a contact or a device should be named; elsewhere it may be a choice of a form. */
export const nobody =
  'none|n/a|na|nil|unknown|guest|ゲスト|xx+|aaa+|あああ+|-+|ー+|\\?+|\\.+|なし|無し|不明|未設定|未入力|[0-]+';
