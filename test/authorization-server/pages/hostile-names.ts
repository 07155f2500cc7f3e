/** Names that try to break a page or to lie on it. */
export const hostileNames = {
  long: 'Claude the very official and entirely verified assistant of your company '.repeat(4),
  unbroken: 'W'.repeat(240),
  turnedAround: 'Claude\u202E.reifirev\u202C \u2067moc.edualc\u2069',
  rightToLeft: 'مساعد الطلبات الرسمي للشركة',
  emoji: '👩‍👩‍👧‍👦 ✅ Verified 🔒 👍🏽',
  markup: '</bdi></h1><script>alert(1)</script><img src=x onerror=alert(1)>"\'&amp;',
  lines: 'Claude\nWhere access goes\n\nclaude.ai\r\n\tVerified',
  stacked: `Z${'\u0335\u0321\u0489\u0300'.repeat(40)}algo`,
  quoted: 'Claude”. Verified: claude.ai. “',
  invisible: '\u200B\u2060\u00AD\u3164 \uFEFF',
};
