// Tokens as people can see them: spaces, controls and special tokens made visible, whatever the script.

const NAMED = { ' ': '␣', '\t': '⇥', '\n': '↵', '\r': '␍', '\u00a0': '⍽' };
const CONTROLS = /[\u0000-\u0020\u007f-\u00a0\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const LETTER = /\p{L}/u;
const SPECIAL = /^(<[^<>\s]{1,24}>|\[[A-Z_0-9]{1,24}\])$/u;
const segmenter = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter() : null;

/**
 * The token with nothing left invisible: a space is ␣, an empty token ∅, a control its picture or its
 * number. Marks that turn the direction of text are shown, not obeyed.
 */
export function visible(token) {
  if (token === '') return '∅';
  return token.replace(CONTROLS, (c) => {
    if (NAMED[c]) return NAMED[c];
    const code = c.codePointAt(0);
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** Letters as people count them: an accent or a skin tone belongs to its letter. */
export function letters(text) {
  return segmenter ? Array.from(segmenter.segment(text), (s) => s.segment) : Array.from(text);
}

/** The visible token, at most `longest` letters. Of another direction than the picture's: isolated. */
export function label(token, longest = 14) {
  const all = letters(visible(token));
  const short = all.length > longest ? all.slice(0, longest - 1).join('') + '…' : all.join('');
  return RIGHT_TO_LEFT.test(short) ? `\u2068${short}\u2069` : short;
}

/** Whether the token is one of a vocabulary's own, such as `<s>` or `[CLS]`. */
export function isSpecial(token) {
  return SPECIAL.test(token);
}

/** Whether a sequence is read from right to left: most of its tokens with letters are. */
export function isRightToLeft(tokens) {
  const worded = tokens.filter((token) => LETTER.test(token) && !isSpecial(token));
  return worded.filter((token) => RIGHT_TO_LEFT.test(token)).length * 2 > worded.length;
}

/** A token in a sentence: visible, in quotation marks, isolated from the sentence's direction. */
export function quoted(token) {
  return `“\u2068${letters(visible(token)).slice(0, 60).join('')}\u2069”`;
}
