// Numbers as the page carries them: the bytes of typed arrays, little-endian, in base64.

function unpacked(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

const doubles = base64 => new Float64Array(unpacked(base64).buffer);
const integers = base64 => new Int32Array(unpacked(base64).buffer);

/** Yes or no by number. */
function bits(base64) {
  const bytes = unpacked(base64);
  return i => (bytes[i >> 3] >> (i & 7) & 1) === 1;
}

/** Fractions, stored in ten thousandths. */
function fractions(base64) {
  const stored = new Uint16Array(unpacked(base64).buffer);
  return i => stored[i] / 1e4;
}

/** A score for the eye, with its sign; words where there is none. */
function signed(score) {
  return score === null ? "not scored" : (score > 0 ? "+" : "") + shown(score).replace("-", "−");
}

/** A metric for the eye; what is rounding alone, such as a model's distance from itself, is 0. */
const metricShown = number => shown(Math.abs(number) < 1e-6 ? 0 : number, 3);

/** A word that a number goes before, in the singular or the plural. */
const counted = (number, word) => shown(number) + " " + word + (number === 1 ? "" : "s");

/**
 * A text in one line, with � for control characters and for marks that turn the direction of
 * reading, which could make what is beside it read as something else.
 */
const plain = text => text.replaceAll(/\s+/g, " ").replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "�");

/** A token for the eye: blanks and line ends by signs of their own. */
function visible(token, most = Infinity) {
  const clear = plain(token.replaceAll(" ", "·").replaceAll("\n", "⏎").replaceAll("\t", "⇥"));
  const letters = [...clear];
  return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : clear;
}
