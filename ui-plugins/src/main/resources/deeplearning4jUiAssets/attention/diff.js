// Which words of a prediction are not its reference's.

const MOST = 400;
const segmenter = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter(undefined, { granularity: 'word' }) : null;

/** A text in words, spaces and signs, which joined are the text again. Words of Chinese or Japanese too. */
export function words(text) {
  return segmenter ? Array.from(segmenter.segment(text), (s) => s.segment) : (text.match(/\s+|[^\s]+/g) ?? []);
}

/**
 * What turns the reference into the prediction, by their longest common subsequence of words:
 * `[{kind: 'same' | 'missing' | 'added', text}]`. Texts of more than 400 words are compared as a whole.
 */
export function changes(reference, prediction) {
  let [from, to] = [words(reference), words(prediction)];
  if (from.length > MOST || to.length > MOST) [from, to] = [[reference], [prediction]];
  const lengths = common(from, to);
  const parts = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      add(parts, 'same', from[i++]);
      j++;
    } else if (j === to.length || (i < from.length && lengths[i + 1][j] >= lengths[i][j + 1])) {
      add(parts, 'missing', from[i++]);
    } else {
      add(parts, 'added', to[j++]);
    }
  }
  return parts;
}

/** lengths[i][j]: how long the longest common subsequence of from[i..] and to[j..] is. */
function common(from, to) {
  const lengths = Array.from({ length: from.length + 1 }, () => new Uint16Array(to.length + 1));
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      lengths[i][j] = from[i] === to[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

function add(parts, kind, text) {
  const last = parts[parts.length - 1];
  if (last?.kind === kind) last.text += text;
  else parts.push({ kind, text });
}
