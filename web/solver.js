/*
 * Tries numbers in turn until PBKDF2 of one, with the puzzle's nonce before it, begins as the puzzle says: some seconds of an
 * old phone's work, and too much for whoever would do it ten thousand times. ALTCHA's second format.
 *
 * A classic script beside the page, because browsers of 2019 to 2022 run no modules there. Takes the puzzle's parameters;
 * posts {tries} now and then, and {counter, derivedKey} at the end.
 */
const WORDS_EVERY = 500;

const bytesOf = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const hexOf = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

function password(nonce, counter) {
  const bytes = new Uint8Array(nonce.length + 4);
  bytes.set(nonce);
  new DataView(bytes.buffer).setUint32(nonce.length, counter);
  return bytes;
}

async function derived({ algorithm, cost, keyLength }, nonce, salt, counter) {
  const key = await crypto.subtle.importKey("raw", password(nonce, counter), "PBKDF2", false, ["deriveBits"]);
  const settings = { name: "PBKDF2", hash: algorithm.replace("PBKDF2/", ""), salt, iterations: cost };
  return hexOf(await crypto.subtle.deriveBits(settings, key, keyLength * 8));
}

async function solve(puzzle) {
  const [nonce, salt] = [bytesOf(puzzle.nonce), bytesOf(puzzle.salt)];
  let told = Date.now();
  for (let counter = 0; ; counter += 1) {
    const derivedKey = await derived(puzzle, nonce, salt, counter);
    if (derivedKey.startsWith(puzzle.keyPrefix)) return { counter, derivedKey };
    if (Date.now() - told > WORDS_EVERY) {
      told = Date.now();
      postMessage({ tries: counter });
    }
  }
}

addEventListener("message", ({ data }) => {
  solve(data).then(postMessage, (error) => postMessage({ error: String(error) }));
});
