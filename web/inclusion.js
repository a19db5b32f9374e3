/**
 * Receipts and the tree over them (RFC 9162), recomputed on this device: the formulas stand in docs/checking.md.
 */

// What a receipt vouches for, in the order of canonical JSON. Every value is plain text, which JSON.stringify writes likewise.
const FIELDS = ["attempt", "choices", "contest", "nonce", "prediction", "questions", "round", "started_at", "submitted_at"];

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Whether this browser can compute hashes: an old one, or a page without https, can't. */
export const isAble = () => Boolean(window.crypto && crypto.subtle && window.TextEncoder);

async function hashed(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => {
    whole.set(part, at);
    return at + part.length;
  }, 0);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

/** The receipt (hex) of a document as the server gave it at the hand-in: the leaf hash over its fields. */
export const receiptOf = async (document) => hexOf(await hashed([0], new TextEncoder().encode(JSON.stringify(document, FIELDS))));

const parent = (left, right) => hashed([1], left, right);

/** The hash of the subtree over `nodes`: pairs are joined, level by level; a node without a neighbour moves up as it is. */
async function subtree(nodes) {
  if (nodes.length === 1) return nodes[0];
  const pairs = nodes.filter((_, at) => at % 2).map((right, at) => parent(nodes[2 * at], right));
  const above = await Promise.all(pairs);
  return subtree(nodes.length % 2 ? [...above, nodes[nodes.length - 1]] : above);
}

/**
 * The root to which `path` leads from the node `at` of `count` (RFC 9162, 2.1.3.2); null where the path is too long or too
 * short for a node of that place.
 */
async function rootAbove(node, at, count, path) {
  let [here, last, hash] = [at, count - 1, node];
  for (const beside of path) {
    if (last === 0) return null;
    if (here % 2 || here === last) {
      hash = await parent(beside, hash);
      while (here % 2 === 0 && here > 0) [here, last] = [here >> 1, last >> 1];
    } else {
      hash = await parent(hash, beside);
    }
    [here, last] = [here >> 1, last >> 1];
  }
  return last === 0 ? hash : null;
}

/**
 * Whether a file of `proof/` shows that `receipt` is the leaf number `leaf` of the tree with this `root` (all hex).
 * `aFile` is how many leaves a file holds, the last one perhaps fewer.
 */
export async function proves({ first, leaves, path, tree_size }, { receipt, leaf, root, aFile }) {
  const isWhole = first % aFile === 0 && leaves.length === Math.min(aFile, tree_size - first);
  if (!isWhole || leaves[leaf - first] !== receipt) return false;
  const node = await subtree(leaves.map(bytesOf));
  const found = await rootAbove(node, first / aFile, Math.ceil(tree_size / aFile), path.map(bytesOf));
  return found !== null && hexOf(found) === root;
}
