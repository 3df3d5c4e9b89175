/**
 * Why a name may imitate another: `mixed` when one word has letters of several alphabets (UTS #39, 5.1), `hidden` when it has letters
 * that nobody sees, or signs that only look like letters. A name in one alphabet throughout may imitate another and is not found out.
 */
export function doubtOf(name: string): 'mixed' | 'hidden' | undefined {
  if (hidden.test(name) || imitated.test(name) || (fullWidth.test(name) && !eastAsian.test(name))) return 'hidden'
  return words(name).some((word) => scripts.filter((script) => script.test(word)).length > 1) ? 'mixed' : undefined
}

function words(name: string): readonly string[] {
  return name.match(/[\p{L}\p{M}]+/gu) ?? []
}

// Joiners have work to do in Persian and Indic words, and none in Latin, Greek and Cyrillic ones.
const hidden =
  /\u034f|[\u00ad\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0\u{e0000}-\u{e007f}]|[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}][\u200c\u200d]/u
// Letterlike and mathematical signs, and enclosed letters.
const imitated = /[\u2102\u210a-\u2115\u2119-\u211d\u2124-\u2138\u213c-\u2149\u249c-\u24e9\u{1d400}-\u{1d7ff}\u{1f110}-\u{1f189}]/u
// Full-width letters are at home between Chinese and Japanese ones.
const fullWidth = /[\uff21-\uff3a\uff41-\uff5a]/
const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
// Chinese, Japanese and Korean writing mixes its own; a Latin word with one of these letters in it is no word.
const scripts: readonly RegExp[] = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Georgian}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
  /[\p{Script=Lisu}\p{Script=Coptic}\p{Script=Canadian_Aboriginal}\p{Script=Deseret}]/u,
]
